"""Links from a row of the summary to the file, sheet and cell of its figure.

A link is a HYPERLINK formula in a cell of its own: a sheet can hold any number of them, but only
65,530 hyperlinks proper, each of which would have to be kept until the sheet is finished.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from xlform.formats.registry import has_sheets
from xlform.summary.workbook.cells import LITERAL_AT_MOST, escaped

# The formula, and what the cell shows; both as they stand in XML.
Link = tuple[str, str]
# A member of an archive, a file on the network, a name in an encoding nobody knows.
_ELSEWHERE: Final = re.compile(r"\.zip!|^\w{2,}:/|\ufffd", re.IGNORECASE)
# What HYPERLINK would read as the beginning of a place, or as an escape.
_ESCAPED_CHARS: Final = str.maketrans({"%": "%25", "#": "%23"})


class FileLinks:
    """The links into one file; ``""`` as the target where no program could follow one.

    A file of a ``kind`` without sheets is opened at its beginning.
    """

    def __init__(self, target: str, kind: str = "") -> None:
        self._target = target
        self._start = f'HYPERLINK("{_literal(target)}'
        # A format without sheets, and data: the place within the file can only be put in words.
        self._whole_file = not has_sheets(kind)
        self._sheets: dict[str, tuple[str, str, str] | None] = {}

    def to(self, sheet: str, cell: str) -> Link | str:
        """Return a link to a cell, showing ``附表3-1!B5``; only the text where no link is possible.

        ``cell`` may name its own sheet (``续表!B5``); without one the link leads to the sheet's
        first cell, without a sheet there is no link.
        """
        if "!" in cell:
            sheet, _, cell = cell.rpartition("!")
        if not sheet:
            return ""
        if self._whole_file:
            return self.to_file(f"{sheet}!{cell}" if cell else sheet)
        if sheet not in self._sheets:
            self._sheets[sheet] = self._sheet_link(sheet)
        parts = self._sheets[sheet]
        if parts is None:
            return f"{sheet}!{cell}" if cell else sheet
        start, name, shown = parts
        if not cell:
            return f'{start}A1","{name}")', shown
        # Nearly every cell is a letter or two and a number.
        text, literal = (cell, cell) if cell.isalnum() else (escaped(cell), _literal(cell))
        return f'{start}{literal}","{name}!{literal}")', f"{shown}!{text}"

    def to_file(self, name: str) -> Link | str:
        """Return a link to the file itself, showing the name given."""
        if not self._target or _too_long(self._target, name):
            return name
        return f'HYPERLINK("{_literal(self._target)}","{_literal(name)}")', escaped(name)

    def _sheet_link(self, sheet: str) -> tuple[str, str, str] | None:
        """Return the formula up to the cell, and the sheet's name in it and in the cell.

        A cell's own name takes ten characters.
        """
        place, in_literal, in_name, shown = _sheet_texts(sheet)
        if not self._target or _too_long(f"{self._target}{place}XFD1048576", f"{sheet}!XFD1048576"):
            return None
        return self._start + in_literal, in_name, shown


@lru_cache(maxsize=256)
def _sheet_texts(sheet: str) -> tuple[str, str, str, str]:
    """Return a sheet's place behind the file, this and its name in a formula, its name in a cell.

    The files of a district name their sheets alike.
    """
    apart = sheet.replace("'", "''")
    place = f"#'{apart}'!"
    return place, _literal(place), _literal(sheet), escaped(sheet)


def _literal(text: str) -> str:
    """Return text between the quotation marks of a formula, as it is in XML."""
    return escaped(text.replace('"', '""'))


def _too_long(*literals: str) -> bool:
    # A character takes two code units at most.
    if max(map(len, literals)) <= LITERAL_AT_MOST // 2:
        return False
    return any(len(text.encode("utf-16-le", "ignore")) > 2 * LITERAL_AT_MOST for text in literals)


class LinkTargets:
    """Relative paths from one workbook to the files it names, worked out once for each folder.

    They begin at the workbook's own folder, so that a folder moved as a whole keeps its links. On
    Windows a file on another drive has no relative path and gets an absolute one. There are no
    links where the final folder of the workbook is unknown.
    """

    def __init__(self, output: Path | None) -> None:
        self._start = output.parent if output else None
        self._folders: dict[str, str | None] = {}

    def links_into(self, path: str, kind: str = "") -> FileLinks:
        """Return the links into a file; none into an archive or a file on the network."""
        if self._start is None or _ELSEWHERE.search(path):
            return FileLinks("")
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = _relative_folder(folder, self._start)
        relative = self._folders[folder]
        # What has a colon would be taken for an address on the network.
        return FileLinks(
            "" if relative is None or ":" in name else relative + name.translate(_ESCAPED_CHARS),
            kind,
        )


def _relative_folder(folder: str, start: Path) -> str | None:
    try:
        relative = os.path.relpath(folder or ".", start)
    except ValueError:
        relative = str(Path(folder).absolute())
    if ":" in relative and not Path(relative).is_absolute():
        return None
    return "" if relative == "." else relative.replace(os.sep, "/").translate(_ESCAPED_CHARS) + "/"
