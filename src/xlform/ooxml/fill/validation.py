"""Data validations of input cells: prompts and accepted values."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from xlform.grid.address import Range
from xlform.ooxml.edit.splice import printable, xml_text
from xlform.ooxml.fill.canonical import tag
from xlform.ooxml.fill.row_layout import sqref

Accepts = Literal["anything", "decimal", "list", "custom", "textLength"]
_OPERATORS: Final = {"decimal": "greaterThanOrEqual", "textLength": "lessThanOrEqual"}
# Longest title, message and formula in Excel.
TITLE_AT_MOST: Final = 32
MESSAGE_AT_MOST: Final = 255
FORMULA_AT_MOST: Final = 255


def drop_down(choice: tuple[str, ...]) -> str:
    """Return the choices as the source of a drop-down list; "" if they do not fit in one."""
    if any(mark in text for text in choice for mark in ',"'):
        return ""
    quoted = f'"{",".join(choice)}"'
    return quoted if choice and len(quoted) <= FORMULA_AT_MOST else ""


class Validation(msgspec.Struct, frozen=True):
    """Validation of cells: accepted values, and the messages shown for them.

    ``decimal`` accepts no less than ``formula``, ``list`` one of the texts quoted in it, ``custom``
    whatever makes it true, ``textLength`` that many characters. ``warns``: another value can be
    kept after a warning.
    """

    cells: tuple[Range, ...]
    accepts: Accepts = "anything"
    formula: str = ""
    title: str = ""
    prompt: str = ""
    error: str = ""
    warns: bool = False
    blank: bool = True

    def markup(self) -> str:
        """Return the ``dataValidation`` element."""
        attributes = {
            "type": "none" if self.accepts == "anything" else self.accepts,
            "errorStyle": "warning" if self.warns else "stop",
            "operator": _OPERATORS.get(self.accepts, ""),
            "allowBlank": "1" if self.blank else "",
            "showInputMessage": "1",
            "showErrorMessage": "" if self.accepts == "anything" else "1",
            "errorTitle": self.title[:TITLE_AT_MOST] if self.error else "",
            "error": self.error[:MESSAGE_AT_MOST],
            "promptTitle": self.title[:TITLE_AT_MOST],
            "prompt": self.prompt[:MESSAGE_AT_MOST],
            "sqref": sqref(self.cells),
        }
        present = {name: printable(text) for name, text in attributes.items() if text}
        return tag(
            "dataValidation",
            present,
            tag("formula1", {}, xml_text(self.formula)) if self.formula else "",
        )
