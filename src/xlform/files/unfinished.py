"""Unfinished outputs: names by which they are known, and the removal of those of dead runs.

An output is written beside its place and renamed at the end. A run that is ended in between leaves
the unfinished file; its name says which process wrote it, so that the next run removes it, and no
run takes it for a submission.
"""

from __future__ import annotations

import os
import re
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

# The beginning of the names of all unfinished files and folders.
PREFIX: Final = ".xlform-"
# Compiled by `re` at its first use: where there are such files.
_NAME: Final = r"\.xlform-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}"
# Characters of an output's own name in that of the unfinished one: a name has at most 255 bytes.
_STEM_AT_MOST: Final = 40
# An unfinished file of another machine, or of Windows, is given up after a day.
_SECONDS_AT_MOST: Final = 86_400
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
# The folders whose dead files this process has removed.
_cleaned: set[str] = set()


def unfinished_path(target: Path) -> Path:
    """Return a path in the same folder to write to, which no other run uses.

    What dead runs have left in that folder is removed first, once in a process.
    """
    folder = target.parent
    if str(folder) not in _cleaned:
        _cleaned.add(str(folder))
        remove_dead(folder)
    name = f"{PREFIX}{_machine()}-{os.getpid()}-{os.urandom(4).hex()}"
    return folder / f"{name}-{target.stem[:_STEM_AT_MOST]}{target.suffix}"


def is_unfinished(name: str) -> bool:
    """Return True for the name of an unfinished output, whoever writes it."""
    return name.startswith(PREFIX) and re.match(_NAME, name) is not None


def remove_dead(folder: Path) -> None:
    """Remove the unfinished files and folders of runs that have ended."""
    for path in _dead(folder):
        with suppress(OSError):
            if path.is_dir():
                import shutil  # noqa: PLC0415  (runs that were ended are few)

                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def write_through(path: Path) -> None:
    """Bring a file's content to the disk, so that a rename never goes before it."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two files or folders at once; False where the system can't."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415  (folders only)

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE) == 0)


def _dead(folder: Path) -> Iterator[Path]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        found = re.match(_NAME, entry.name) if entry.name.startswith(PREFIX) else None
        if found and _has_ended(found[1], int(found[2]), entry):
            yield Path(entry.path)


def _has_ended(machine: str, process: int, entry: os.DirEntry[str]) -> bool:
    if machine == _machine() and os.name == "posix":
        return not _is_alive(process)
    try:
        return time.time() - entry.stat(follow_symlinks=False).st_mtime > _SECONDS_AT_MOST
    except OSError:
        return False


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # another user's
    return not _has_exited(process)


def _has_exited(process: int) -> bool:
    """Return True for a process that has ended and whose parent has not asked for its exit code."""
    try:
        # "123 (name) Z 1 …" (proc(5)); the name may hold anything.
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[:1] in (["Z"], ["X"])


def _machine() -> str:
    """Return eight digits for this machine, to tell its processes from those of others.

    Containers that share a name and a folder number their processes each for itself.
    """
    node = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    try:
        numbering = str(os.stat("/proc/self/ns/pid").st_ino)  # noqa: PTH116  (called for each output)
    except OSError:
        numbering = ""
    return f"{zlib.crc32(f'{node} {numbering}'.encode()):08x}"
