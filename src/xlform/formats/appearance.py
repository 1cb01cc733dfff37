"""Appearance of a file's cells, by the format of its content."""

from __future__ import annotations

from xlform.errors import FileProblem
from xlform.formats.recognition import recognised
from xlform.grid.appearance import SheetAppearance, Window
from xlform.ooxml.read.package import Package, open_package


def read_appearance(
    source: bytes | Package, name: str, window: Window
) -> dict[str, SheetAppearance]:
    """Return the appearance of each sheet by its name; of formats without any, nothing.

    What can't be read is left out: the cells are shown without it.
    """
    try:
        if isinstance(source, Package):
            return _workbook(source, name, window)
        kind, content = recognised(source, name)
        if kind == "xlsx":
            return _workbook(content, name, window)
        if kind == "xls" and isinstance(content, bytes):
            from xlform.formats.xls.appearance import read_xls_appearance  # noqa: PLC0415  (old workbooks only)

            return read_xls_appearance(content, name, window)
        if kind in ("ods", "fods"):
            from xlform.formats.ods.appearance import read_ods_appearance  # noqa: PLC0415  (OpenDocument only)

            return read_ods_appearance(content, name, window)
    except FileProblem:
        pass
    return {}


def _workbook(content: bytes | Package, name: str, window: Window) -> dict[str, SheetAppearance]:
    from xlform.ooxml.read.appearance import read_appearance as read  # noqa: PLC0415  (workbooks only)

    return read(open_package(content, name), window)
