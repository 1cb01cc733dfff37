"""What a sheet says and accepts where somebody types: data validations as a part holds them."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from xlform.ooxml.address import Range
from xlform.ooxml.edit.splice import printable, xml_text
from xlform.ooxml.fill.canonical import tag
from xlform.ooxml.fill.row_layout import sqref

Accepts = Literal["anything", "decimal", "list", "custom"]
# What Excel shows of a title and of a message, and takes of a formula.
TITLE_AT_MOST: Final = 32
MESSAGE_AT_MOST: Final = 255
FORMULA_AT_MOST: Final = 255


class Validation(msgspec.Struct, frozen=True):
    """Cells, what they accept, and what is present beside them.

    ``decimal`` accepts no less than ``formula``, ``list`` one of the texts quoted in it, ``custom``
    that for which it holds. ``warns``: what is not accepted may yet be kept.
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
        """The element that says so."""
        attributes = {
            "type": "none" if self.accepts == "anything" else self.accepts,
            "errorStyle": "warning" if self.warns else "stop",
            "operator": "greaterThanOrEqual" if self.accepts == "decimal" else "",
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
