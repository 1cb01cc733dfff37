"""Licences of everything in the folder, collected from where each part was installed.

Run with the Python of the build environment: it reads the metadata of what is installed there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

PROGRAM: Final = "xlform-jixiao"
# Parts of the build tool that are in every program it makes: the start program and its hooks.
BUILD_TOOL: Final = ("pyinstaller", "pyinstaller-hooks-contrib")
# Build tools may name the GPL, where their terms let programs made with them have any licence.
EXCEPTIONS: Final = {
    "pyinstaller": "GPL-2.0 with the bootloader exception",
    "pyinstaller-hooks-contrib": "Apache-2.0 (hooks in the folder; GPL-2.0 those of the build)",
}
# Libraries of the system that may be in the folder; another one has to be looked at first.
SYSTEM_LIBRARIES: Final = {
    "libbz2": "bzip2-1.0.6",
    "libcrypto": "OpenSSL, from 3.0 on Apache-2.0",
    "libffi": "MIT",
    "libgcc_s": "GPL-3.0 with the GCC Runtime Library Exception",
    "liblzma": "public domain",
    "libsqlite3": "public domain",
    "libssl": "OpenSSL, from 3.0 on Apache-2.0",
    "libstdc++": "GPL-3.0 with the GCC Runtime Library Exception",
    "libuuid": "BSD-3-Clause",
    "libz": "Zlib",
}
_TEXTS = re.compile(r"licen[cs]|copying|notice|authors|copyright", re.IGNORECASE)
# Everything of the GPL's name but the LGPL, which asks nothing of a program that calls a library.
_GPL = re.compile(r"(?<!L)GPL|GNU (Affero )?General Public", re.IGNORECASE)


class LicenceProblem(Exception):
    """A part of the folder without a licence text, or under one that does not fit."""


def collect(folder: Path, requirements: str, target: Path) -> list[str]:
    """Copy the licences of a built folder to ``target``; return a line for each part.

    ``requirements`` is the lock the folder was built from. Raises :class:`LicenceProblem`.
    """
    names = re.findall(r"^([a-z0-9-]+)==", requirements, re.MULTILINE)
    installed = [found for name in names if (found := _installed(name))]
    parts = [*installed, *map(distribution, (PROGRAM, *BUILD_TOOL))]
    lines = [_of_distribution(part, target) for part in parts]
    lines.append(_of_python(target))
    if sys.platform == "linux":
        lines += [_of_library(name, target) for name in _system_libraries(folder)]
    return sorted(lines)


def _installed(name: str) -> Distribution | None:
    """Return a package of the lock; ``None`` where its marker leaves it out on this system."""
    try:
        return distribution(name)
    except ModuleNotFoundError:
        return None


def _of_distribution(part: Distribution, target: Path) -> str:
    name = part.metadata["Name"].lower()
    stated = accepted(name, _stated_licence(part))
    files = part.files or []
    own = [file for file in files if _is_text(file.as_posix())]
    own = own or [file for file in files if _is_text_beside(file.as_posix())]
    if not own:
        raise LicenceProblem(f"{name} carries no licence text")
    for file in own:
        _copy(Path(str(part.locate_file(file))), target / name)
    return f"{name} {part.version}: {stated}"


def accepted(name: str, stated: str) -> str:
    """Return the licence of a part as it is listed; raises :class:`LicenceProblem` for the GPL."""
    if name in EXCEPTIONS:
        return EXCEPTIONS[name]
    if _GPL.search(stated):
        raise LicenceProblem(f"{name} is under {stated}")
    return stated


def _is_text(file: str) -> bool:
    """Whether a file of an installed package is a licence: in its metadata, named as one."""
    folder, _, path = file.partition(".dist-info/")
    return bool(path) and "/" not in folder and bool(_TEXTS.search(path))


def _is_text_beside(file: str) -> bool:
    """Whether a file is a licence in the folder of a package, where its metadata have none."""
    folder, _, name = file.partition("/")
    is_metadata = folder.endswith((".dist-info", ".data"))
    return (
        "/" not in name and not is_metadata and bool(_TEXTS.match(name.replace("ThirdParty", "")))
    )


def _stated_licence(part: Distribution) -> str:
    """Return the licence as the metadata state it: expression, text or classifiers."""
    for key in ("License-Expression", "License"):
        if stated := part.metadata.get_all(key):
            return str(stated[0]).partition("\n")[0]
    classified = part.metadata.get_all("Classifier") or []
    licences = [one.rpartition(" :: ")[2] for one in classified if one.startswith("License ::")]
    return ", ".join(licences) or "see its text"


def _of_python(target: Path) -> str:
    """Copy the licence of Python, which covers what is built into it and, on Windows, its DLLs."""
    places = (Path(sys.base_prefix), Path(sys.base_prefix, "lib", "python3.11"))
    for place in places:
        for name in ("LICENSE.txt", "LICENSE"):
            if (place / name).is_file():
                _copy(place / name, target / "python")
                return f"python {sys.version.split()[0]}: PSF-2.0"
    raise LicenceProblem("the licence of Python is not beside it")


def _system_libraries(folder: Path) -> list[str]:
    """Return the libraries of the system: those of wheels lie deeper, with a link to them here."""
    found = [path for path in (folder / "_internal").glob("lib*.so*") if not path.is_symlink()]
    return sorted(path.name for path in found if not path.name.startswith("libpython"))


def _of_library(name: str, target: Path) -> str:
    """Copy what the Debian package of a library says of its copyright."""
    licence = SYSTEM_LIBRARIES.get(name.partition(".so")[0])
    if licence is None:
        raise LicenceProblem(f"{name} came from the system: look at its licence first")
    owner = subprocess.run(
        ["dpkg", "-S", f"*/{name}"], capture_output=True, text=True, check=True
    ).stdout.partition(":")[0]
    _copy(Path("/usr/share/doc", owner, "copyright"), target / owner)
    return f"{name} (Debian {owner}): {licence}"


def _copy(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)


if __name__ == "__main__":
    built, lock, licences = map(Path, sys.argv[1:])
    print(*collect(built, lock.read_text(encoding="utf-8"), licences), sep="\n")
