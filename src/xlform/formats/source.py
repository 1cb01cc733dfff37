"""A file on disk to bytes and from bytes to a grid, by what it is, not by what it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

from xlform.errors import FileProblem
from xlform.formats.recognition import kind_of
from xlform.formats.xlsx import read_xlsx
from xlform.formula.calculation import answer_open_formulas
from xlform.grid.model import Grid
from xlform.messages import translate
from xlform.model.submission import Source

try:  # the interpreter's own: hashlib loads OpenSSL, a tenth of what reading one file takes
    from _sha256 import sha256  # type: ignore[import-not-found]  # no stubs for it
except ImportError:  # from Python 3.12 on it goes by another name
    from hashlib import sha256

FILE_AT_MOST = 256 * 1024 * 1024
Reader = Callable[[bytes, str], Grid]
# What a file is → who reads it: a module of this package and its function, loaded when needed.
READERS: Final[Mapping[str, tuple[str, str]]] = {
    "csv": ("csv", "read_delimited"),
    "doc": ("conversion", "read_old_document"),
    "docx": ("docx.reader", "read_docx"),
    "fods": ("ods.reader", "read_flat_opendocument"),
    "html": ("html.reader", "read_web_page"),
    "ods": ("ods.reader", "read_opendocument"),
    "pdf": ("pdf.reader", "read_pages"),
    "txt": ("docx.reader", "read_text"),
    "xls": ("xls.reader", "read_xls"),
    "xlsb": ("xlsb.reader", "read_xlsb"),
    "xml": ("spreadsheetml", "read_spreadsheetml"),
}
# Files that are what they should be, and can't be read all the same.
_UNREADABLE = {"encrypted": "encrypted", "damaged": "damaged-workbook"}


def read_file(path: Path) -> tuple[Source, Grid]:
    """The source record and the grid of a file; :class:`FileProblem` says why it can't be read."""
    return read_data(file_bytes(path), path)


def read_data(data: bytes, path: Path) -> tuple[Source, Grid]:
    """What :func:`read_file` gives, of the bytes a file of that name holds or would hold."""
    kind, grid = _read(data, str(path))
    if kind == "xlsx" and path.suffix.lower() == ".xlsm":
        kind = "xlsm"
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


def _read(data: bytes, name: str) -> tuple[str, Grid]:
    kind = kind_of(data, name)
    if kind == "xlsx":
        return kind, read_xlsx(data, name)
    if kind in _UNREADABLE:
        raise FileProblem(_UNREADABLE[kind], path=name)
    if kind not in READERS:
        raise FileProblem("not-a-spreadsheet", path=name, seen=translate(f"seen.{kind}"))
    module, function = READERS[kind]
    read: Reader = getattr(import_module(f"xlform.formats.{module}"), function)
    return kind, answer_open_formulas(read(data, name))
