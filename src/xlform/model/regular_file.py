"""Bytes of regular files: a pipe, device or socket is refused before it is waited for.

Opening a pipe nobody writes to waits for ever, and a device may never end (POSIX.1-2017, open:
O_NONBLOCK). A file that changes while it is read would be half old and half new.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

# No input is larger: three hundred forms are a tenth of it.
FILE_AT_MOST: Final = 256 * 1024 * 1024
# A settings file or declaration that somebody has written.
TEXT_AT_MOST: Final = 16 * 1024 * 1024
# Put beside an open file: by Office and WPS for Windows, by LibreOffice and WPS for Linux.
_LOCK_FILES: Final = ("~$", ".~")
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_KINDS: Final = {
    stat.S_IFDIR: "folder",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
}


class IrregularFile(OSError):
    """Something that is no regular file.

    ``kind`` is folder, device, pipe, socket, or virtual for what the system makes up as it is read.
    """

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(errno.EINVAL, f"a {kind} is no regular file", path)
        self.kind = kind


class ChangedFile(OSError):
    """A file that was written to while it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EAGAIN, "changed while it was read", path)


FileMark = tuple[int, int, int]


def file_mark(state: os.stat_result) -> FileMark:
    """Return what a file keeps when it is renamed and one put in its place lacks.

    These are its number on the disk, its size and the time it was written.
    """
    return state.st_ino, state.st_size, state.st_mtime_ns


def is_lock_file(name: str) -> bool:
    """Return True for the name of a file that an office program keeps beside one that is open."""
    return name.startswith(_LOCK_FILES)


def is_file(path: str | Path) -> bool:
    """Return True for a regular file or a link to one; False for what can't be looked at."""
    return os.path.isfile(path)  # noqa: PTH113  (Path.is_file raises for a name that is too long)


def is_link(path: str | Path) -> bool:
    """Return True for a link; False for what can't be looked at."""
    return os.path.islink(path)  # noqa: PTH114  (as above)


def is_folder(path: str | Path) -> bool:
    """Return True for a folder or a link to one; False for what can't be looked at."""
    return os.path.isdir(path)  # noqa: PTH112  (as above)


def real_path(path: str | Path) -> Path:
    """Return a path without links, as far as they can be followed if they lead in a circle."""
    from pathlib import Path  # noqa: PLC0415  (problems are told without it)

    return Path(os.path.realpath(path))


def kind_of(mode: int) -> str:
    """Return the kind of a file by its mode: folder, device, pipe, socket; "" for a regular one."""
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "device")


def open_regular(path: str | Path) -> tuple[int, os.stat_result]:
    """Return a descriptor to read a regular file from, and the file's state.

    Raises :class:`IrregularFile` for anything else, ``OSError`` for what can't be opened.
    """
    try:
        handle = os.open(path, _FLAGS)
    except ValueError as error:  # a null byte, or a surrogate
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), os.fspath(path)) from error
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.EISDIR, errno.EACCES, errno.ENODEV):
            _refuse_irregular(path)  # a socket can't be opened, nor a folder on Windows
        raise
    state = os.fstat(handle)
    if kind := kind_of(state.st_mode):
        os.close(handle)
        raise IrregularFile(os.fspath(path), kind)
    return handle, state


def regular_bytes(path: str | Path, limit: int = FILE_AT_MOST) -> bytes:
    """Return the bytes of a regular file of at most ``limit`` bytes.

    Raises ``OSError``: with ``EFBIG`` for a larger one, :class:`IrregularFile` for what is no file,
    :class:`ChangedFile` for one that is being written to.
    """
    handle, before = open_regular(path)
    try:
        if before.st_size > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), os.fspath(path))
        data = _read(handle, before.st_size + 1)
        after = os.fstat(handle)
    finally:
        os.close(handle)
    if data and not before.st_size and not after.st_size:
        raise IrregularFile(os.fspath(path), "virtual")  # of /proc: made as it is read
    state = (before.st_size, before.st_mtime_ns)
    if len(data) != before.st_size or (after.st_size, after.st_mtime_ns) != state:
        raise ChangedFile(os.fspath(path))
    return data


def regular_text(path: str | Path, limit: int = TEXT_AT_MOST) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises what :func:`regular_bytes` raises, and ``UnicodeDecodeError``.
    """
    return decoded(regular_bytes(path, limit))


def decoded(content: bytes) -> str:
    """Return UTF-8 as :func:`regular_text` does; raises ``UnicodeDecodeError``."""
    text = content.decode().removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read(handle: int, at_most: int) -> bytes:
    """Return the bytes up to the end of the file, no more than ``at_most``."""
    data = os.read(handle, at_most)
    if not data or len(data) == at_most:
        return data
    pieces, size = [data], len(data)
    while size < at_most and (data := os.read(handle, at_most - size)):
        pieces.append(data)
        size += len(data)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _refuse_irregular(path: str | Path) -> None:
    try:
        kind = kind_of(os.stat(path).st_mode)  # noqa: PTH116  (a path of either type)
    except OSError:
        return
    if kind:
        raise IrregularFile(os.fspath(path), kind)
