"""Look into a built folder: its files, its size and the glibc it needs."""

from __future__ import annotations

import re
from pathlib import Path

_GLIBC = re.compile(rb"GLIBC_(2(?:\.\d+)+)\0")
_ELF = b"\x7fELF"


def files(folder: Path) -> list[Path]:
    """Return the files of a folder, at any depth, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def size(folder: Path) -> int:
    """Return the bytes of all files of a folder; a link counts nothing."""
    return sum(path.stat().st_size for path in files(folder) if not path.is_symlink())


def packages_beside(folder: Path) -> set[str]:
    """Return the names of modules and packages that lie beside the program as files."""
    places = (folder / "_internal", *(folder / "_internal").glob("python3*/lib-dynload"))
    return {path.name.partition(".")[0] for place in places for path in place.iterdir()}


def glibc_needed(folder: Path) -> str:
    """Return the latest glibc that a program or library of the folder asks for, as ``2.31``."""
    needed = {
        tuple(map(int, version.split(b".")))
        for path in files(folder)
        if (content := path.read_bytes()).startswith(_ELF)
        for version in _GLIBC.findall(content)
    }
    return ".".join(map(str, max(needed)))
