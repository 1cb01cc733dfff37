"""A file on disk to bytes and from bytes to a grid, by what it is, not by what it is called."""

from __future__ import annotations

from pathlib import Path

from xlform.errors import FileProblem
from xlform.grid.model import Grid
from xlform.grid.xlsx import read_xlsx
from xlform.messages import say
from xlform.model import Source

try:  # the interpreter's own: hashlib loads OpenSSL, a tenth of what reading one file takes
    from _sha256 import sha256  # type: ignore[import-not-found]  # no stubs for it
except ImportError:  # from Python 3.12 on it goes by another name
    from hashlib import sha256

FILE_AT_MOST = 256 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 4096
# First bytes → what a person would call it.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "rar"),
)
# Members that tell an archive which is no workbook we read: mark in a name → what it is.
_OTHER_ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", "word"),
    (b"xl/workbook.bin", "xlsb"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)


def read_file(path: Path) -> tuple[Source, Grid]:
    """The source record and the grid of a file; :class:`FileProblem` says why it can't be read."""
    return read_data(file_bytes(path), path)


def read_data(data: bytes, path: Path) -> tuple[Source, Grid]:
    """What :func:`read_file` gives, of the bytes a file of that name holds or would hold."""
    grid = _grid(data, str(path))
    kind = "xlsm" if path.suffix.lower() == ".xlsm" else "xlsx"
    return Source(path.name, kind, sha256(data).hexdigest()), grid


def file_bytes(path: Path) -> bytes:
    """What a file holds; :class:`FileProblem` for what is no file to read, or too large."""
    name = str(path)
    if path.name.startswith("~$"):
        raise FileProblem("lock-file", path=name)
    try:
        if path.is_dir():
            raise FileProblem("folder", path=name)
        size = path.stat().st_size
        if size > FILE_AT_MOST:
            limit = FILE_AT_MOST >> 20
            raise FileProblem("too-large-file", path=name, size=size >> 20, limit=limit)
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem("missing-file", path=name) from None
    except (OSError, ValueError) as reason:
        text = getattr(reason, "strerror", None) or str(reason)
        raise FileProblem("unreadable", path=name, reason=text) from reason
    if not data:
        raise FileProblem("empty-file", path=name)
    return data


def old_kind(data: bytes) -> str:
    """``xls``, ``xlsb`` or ``ods`` for a workbook of that format without a password, else ""."""
    if data.startswith(_COMPOUND):
        return "" if _ENCRYPTED_STREAM in data else "xls"
    if not data.startswith(_ZIP) or b"xl/workbook.xml" in data:
        return ""
    return next((seen for mark, seen in _OTHER_ARCHIVES if mark in data and seen != "word"), "")


def _grid(data: bytes, name: str) -> Grid:
    if data.startswith(_ZIP):
        return _workbook(data, name)
    if data.startswith(_COMPOUND):
        if _ENCRYPTED_STREAM in data:
            raise FileProblem("encrypted", path=name)
        raise FileProblem("old-format", path=name, seen=say("seen.xls"))
    raise FileProblem("not-a-spreadsheet", path=name, seen=say(f"seen.{_seen(data)}"))


def _workbook(data: bytes, name: str) -> Grid:
    try:
        return read_xlsx(data, name)
    except FileProblem as problem:
        other = next((seen for mark, seen in _OTHER_ARCHIVES if mark in data), "")
        if problem.code == "not-a-workbook" and other:
            raise FileProblem("old-format", path=name, seen=say(f"seen.{other}")) from problem
        raise


def _seen(data: bytes) -> str:
    for mark, seen in _SIGNATURES:
        if data.startswith(mark):
            return seen
    head = data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table")):
        return "html"
    if head.startswith(b"<?xml"):
        return "xml"
    return "nothing" if b"\x00" in data[:_LOOKED_AT] else "text"
