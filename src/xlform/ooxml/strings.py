"""The shared strings of a workbook, each as plain text (its rich runs joined)."""

from __future__ import annotations

import re

from xlform.ooxml.package import Attributes, Package

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """``_x000D_`` and its like as the characters they stand for (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n")


def read_strings(package: Package, part: str) -> list[str]:
    """The shared strings in order; an empty list where the workbook has none."""
    if not part or part not in package:
        return []
    table = _Table()
    package.parse(part, table.start, table.end, table.text)
    return table.strings


class _Table:
    """Joins the ``<t>`` of each ``<si>``; reading aids in ``<rPh>`` are not the cell's words."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._phonetic = 0

    def start(self, name: str, _: Attributes) -> None:
        if name.endswith("}t"):
            self._in_text = self._phonetic == 0
        elif name.endswith("}rPh"):
            self._phonetic += 1

    def end(self, name: str) -> None:
        self._in_text = False
        if name.endswith("}si"):
            self.strings.append(unescape("".join(self._parts)))
            self._parts.clear()
        elif name.endswith("}rPh"):
            self._phonetic -= 1

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)
