"""Files on disk to bytes, and bytes to a grid by the reader of their format."""

from __future__ import annotations

import errno
import sys
from itertools import count
from pathlib import Path

from xlform.errors import FileProblem, unreadable
from xlform.formats.recognition import recognised
from xlform.formats.registry import FORMATS
from xlform.formula.missing_results import compute_missing_results
from xlform.grid.model import Grid
from xlform.messages import translate
from xlform.model.file_names import readable_name
from xlform.model.regular_file import FILE_AT_MOST, is_lock_file, regular_bytes
from xlform.model.submission import Source
from xlform.ooxml.read.package import Package

try:  # the interpreter's own: hashlib loads OpenSSL, which is quick once it is there
    from _sha256 import sha256  # type: ignore[import-not-found]  # no stubs for it
except ImportError:  # from Python 3.12 on it goes by another name
    from hashlib import sha256

_FEW_FILES = 8
_files = count()
# Kinds of file that are recognised as a workbook's and can't be read all the same.
_UNREADABLE = {
    "encrypted": "encrypted", "damaged": "damaged-workbook", "heif": "telephone-picture",
}  # fmt: skip


def read_file(path: Path) -> tuple[Source, Grid]:
    """Return the source record and the grid of a file; :class:`FileProblem` if it can't be read."""
    return read_data(file_bytes(path), path)


def read_data(source: bytes | Package, path: Path) -> tuple[Source, Grid]:
    """Return what :func:`read_file` does for the content of a file: its bytes or open package."""
    kind, grid = _read(source, str(path))
    extension = path.suffix.lower().removeprefix(".")
    if extension in FORMATS[kind].variants:
        kind = extension
    data = source if isinstance(source, bytes) else source.data
    return Source(readable_name(path.name), kind, _checksum(data)), grid


def file_bytes(path: Path) -> bytes:
    """Return a file's bytes; :class:`FileProblem` for one that can't be read, or is too large."""
    name = str(path)
    if is_lock_file(path.name):
        raise FileProblem("lock-file", path=name)
    try:
        data = regular_bytes(path, FILE_AT_MOST)
    except (OSError, ValueError) as reason:
        if getattr(reason, "errno", None) == errno.EFBIG:
            size, limit = path.stat().st_size >> 20, FILE_AT_MOST >> 20
            raise FileProblem("too-large-file", path=name, size=size, limit=limit) from None
        raise unreadable(name, reason) from reason
    if not data:
        raise FileProblem("empty-file", path=name)
    return data


def _checksum(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    if next(_files) < _FEW_FILES and "hashlib" not in sys.modules:
        return str(sha256(data).hexdigest())
    import hashlib  # noqa: PLC0415  (loading it takes as long as it saves in eight files)

    return hashlib.sha256(data).hexdigest()


def _read(source: bytes | Package, name: str) -> tuple[str, Grid]:
    kind, content = recognised(source, name)
    if kind in _UNREADABLE:
        raise FileProblem(_UNREADABLE[kind], path=name)
    if kind not in FORMATS:
        raise FileProblem("not-a-spreadsheet", path=name, seen=translate(f"seen.{kind}"))
    known = FORMATS[kind]
    grid: Grid = known.load_reader()(content, name)
    return kind, grid if known.computes else compute_missing_results(grid)
