"""Links from a row of the summary to the file, sheet and cell of its figure.

A link is a HYPERLINK formula in a cell of its own: a sheet can hold any number of them, but only
65,530 hyperlinks proper, each of which would have to be kept until the sheet is finished.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from xlform.formats.registry import has_sheets
from xlform.summary.workbook.cells import LITERAL_AT_MOST, RESULT, Link, escaped, formula_link

# A member of an archive, a file on the network, a name in an encoding nobody knows.
_ELSEWHERE: Final = re.compile(r"\.zip!|^\w{2,}:/|\ufffd", re.IGNORECASE)
# What HYPERLINK would read as the beginning of a place, or as an escape.
_ESCAPED_CHARS: Final = str.maketrans({"%": "%25", "#": "%23"})


# The longest name that a cell has.
_LONGEST: Final = "XFD1048576"


class FileLinks:
    """The links into one file; ``""`` as the target where no program could follow one.

    A file of a ``kind`` without sheets is opened at its beginning.
    """

    def __init__(self, target: str, kind: str = "") -> None:
        self._target = target
        self._start = f'HYPERLINK("{_literal(target)}'.encode()
        # A format without sheets, and data: the place within the file can only be put in words.
        self._whole_file = not has_sheets(kind)
        self._sheets: dict[str, _SheetParts | None] = {}

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
        parts = self._parts(sheet)
        if parts is None:
            return f"{sheet}!{cell}" if cell else sheet
        if not cell:
            name = _literal(sheet)
            return b"".join((parts[0], formula_link(f'A1","{name}")', escaped(sheet))))
        if cell.isalnum():
            return cell.encode().join(parts)
        start, in_formula, shown, _ = parts
        literal, text = _literal(cell).encode(), escaped(cell).encode()
        return b"".join((start, literal, in_formula, literal, shown, text))

    def to_all(self, sheets: Sequence[str], cells: Sequence[str]) -> list[Link | str]:
        """Return the links to cells, each on its sheet, as :meth:`to` does."""
        parts = [] if self._whole_file else self._all_parts(sheets)
        # Nearly every cell is a letter or two and a number.
        if not parts or not "".join(cells).isalnum():
            return [*map(self.to, sheets, cells)]
        links: list[Link | str] = [*map(bytes.join, map(str.encode, cells), parts)]
        if "" in cells:
            for n, cell in enumerate(cells):
                links[n] = links[n] if cell else self.to(sheets[n], cell)
        return links

    def to_file(self, name: str) -> Link | str:
        """Return a link to the file itself, showing the name given."""
        if not self._target or _too_long(self._target, name):
            return name
        return formula_link(
            f'HYPERLINK("{_literal(self._target)}","{_literal(name)}")', escaped(name)
        )

    def _all_parts(self, sheets: Sequence[str]) -> list[_SheetParts]:
        """Return the parts of a link into each of the sheets; none where one has no links."""
        for sheet in {*sheets}:
            if not sheet or self._parts(sheet) is None:
                return []
        return [*map(self._sheets.__getitem__, sheets)]  # type: ignore[list-item]  # none is None

    def _parts(self, sheet: str) -> _SheetParts | None:
        if sheet not in self._sheets:
            self._sheets[sheet] = self._sheet_parts(sheet)
        return self._sheets[sheet]

    def _sheet_parts(self, sheet: str) -> _SheetParts | None:
        """Return the parts of a link; ``None`` where none is possible."""
        place, in_literal, in_formula, shown = _sheet_texts(sheet)
        if not self._target or _too_long(f"{self._target}{place}{_LONGEST}", f"{sheet}!{_LONGEST}"):
            return None
        return self._start + in_literal, in_formula, shown, b""


# What is before, between and behind the name of a cell in a link to it.
_SheetParts = tuple[bytes, bytes, bytes, bytes]


@lru_cache(maxsize=256)
def _sheet_texts(sheet: str) -> tuple[str, bytes, bytes, bytes]:
    """Return a sheet's place behind the file as text and in a formula, and its name in both places.

    The files of a district name their sheets alike.
    """
    apart = sheet.replace("'", "''")
    place = f"#'{apart}'!"
    in_formula, shown = f'","{_literal(sheet)}!', f'"){RESULT}{escaped(sheet)}!'
    return place, _literal(place).encode(), in_formula.encode(), shown.encode()


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
