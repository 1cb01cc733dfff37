"""Cells of a web page: their text, or the value that an office program stored with it."""

from __future__ import annotations

import re

from xlform.formats.cell_collector import number_cell
from xlform.formats.html.tags import Tag
from xlform.formats.typed_text import typed_cell
from xlform.grid.model import Cell, CellError
from xlform.ooxml.read.styles import GENERAL, NumberFormat, format_meaning

_STYLES_AT_MOST, _STYLE_AT_MOST = 1 << 20, 4_096
_CLASS = re.compile(r"\.([\w-]+)")
_NUMBER_FORMAT = re.compile(r"mso-number-format\s*:\s*(\"(?:[^\"\\]|\\.)*+\"|'[^']*+'|[^;\"']++)")
_HEX = re.compile(r"\\([0-9A-Fa-f]{4})")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Formats that Excel calls by name.
_NAMED = {
    "general": "General", "fixed": "0.00", "standard": "#,##0.00", "percent": "0.00%",
    "currency": "#,##0.00", "short date": "yyyy-m-d", "medium date": "yyyy-m-d",
    "long date": "yyyy-m-d", "general date": "yyyy-m-d",
}  # fmt: skip
_OFFICE_ERROR = re.compile(r"Err:[0-9]{3}")
_FORMULA = re.compile(r"=(.+)", re.DOTALL)


class NumberFormats:
    """The number formats that a page's style sheets give its classes."""

    def __init__(self) -> None:
        # LibreOffice stores every number with its text: a cell without one is text.
        self.stores_numbers = False
        self._by_class: dict[str, NumberFormat] = {}

    def take(self, styles: str) -> None:
        """Take a style sheet."""
        for rule in styles[:_STYLES_AT_MOST].split("}"):
            selector, _, body = rule.partition("{")
            found = _NUMBER_FORMAT.search(body[:_STYLE_AT_MOST])
            if found:
                meaning = _meaning(found[1])
                self._by_class.update(dict.fromkeys(_CLASS.findall(selector), meaning))

    def of(self, tag: Tag) -> NumberFormat | None:
        """Return the number format of a cell, ``None`` where it has none."""
        own = _NUMBER_FORMAT.search(tag.attributes.get("style", "")[:_STYLE_AT_MOST])
        if own:
            return _meaning(own[1])
        classes = tag.attributes.get("class", "").split()
        return next((self._by_class[name] for name in classes if name in self._by_class), None)


def cell_of(tag: Tag, text: str, number_formats: NumberFormats) -> Cell:
    """Return the cell of a tag and the text in it."""
    get = tag.attributes.get
    formula = _FORMULA.fullmatch(get("x:fmla", "").strip())
    written = formula[1] if formula else ""
    style = number_formats.of(tag)
    typed = typed_cell(text)
    if isinstance(typed.value, CellError):
        return Cell(typed.value, written)
    stored = get("x:num") or get("sdval")
    if stored:
        if _OFFICE_ERROR.fullmatch(text):
            return Cell(CellError(text), written)
        style = _office_format(get("sdnum", "")) if style is None else style
        return number_cell(stored.strip(), style, written)
    is_text = "x:str" in tag.attributes or (style is not None and style.kind == "text")
    if is_text or number_formats.stores_numbers:
        return Cell(text, written)
    return Cell(typed.value, written, typed.percent)


def _office_format(stored: str) -> NumberFormat:
    """LibreOffice's ``language;format language;code``."""
    code = stored.split(";", 2)[2:]
    return format_meaning(code[0]) if code else GENERAL


def _meaning(written: str) -> NumberFormat:
    code = written.strip().strip("\"'")
    code = _ESCAPED.sub(r"\1", _HEX.sub(lambda match: chr(int(match[1], 16)), code))
    return format_meaning(_NAMED.get(code.lower().strip(), code))
