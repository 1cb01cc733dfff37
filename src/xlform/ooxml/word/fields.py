"""Fields of a document: code that nobody sees, and the results shown.

Form fields of protected documents (the choice from a list, a box ticked or not) keep their values
in the data of the field, not in a result (ECMA-376 part 1, 17.16.7 checkBox, 17.16.9 ddList).
EQ fields keep theirs in the code (see :mod:`xlform.ooxml.word.eq_fields`).
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.parsers import expat

from xlform.ooxml.word.eq_fields import UnreadEquation, equation_text, is_equation
from xlform.ooxml.word.equations import gap_before_figure
from xlform.ooxml.word.names import attribute, number
from xlform.ooxml.word.symbols import UNKNOWN

# Elements of the data of a field that its value depends on.
FORM_DATA = ("ddList", "listEntry", "result", "checkBox", "checked", "default")
# Characters of a code; Word's own are some dozens.
_CODE_AT_MOST = 2_000
_OFF = frozenset({"0", "false", "off"})
_TICKED, _EMPTY = "☑", "□"


class Fields:
    """Fields that are open; ``code`` says of each whether what follows is its code.

    ``beside`` takes the name of what was not read.
    """

    def __init__(self, parser: expat.XMLParserType, beside: set[str]) -> None:
        self.code: list[bool] = []
        self._parser, self._beside = parser, beside
        self._forms: dict[int, _FormField] = {}
        self._written: dict[int, str] = {}  # code of the open fields
        self._parted: dict[int, int] = {}  # parts of text where their results begin

    def mark(self, kind: str, parts: Sequence[str]) -> str:
        """Take a ``fldChar`` behind these parts of the paragraph's text.

        Returns the value of a field that ends and has no result in the paragraph.
        """
        depth = len(self.code)
        if kind == "begin":
            if self._written.get(depth):
                self._written[depth] += UNKNOWN
            self.code.append(True)
        elif depth and kind == "separate":
            self.code[-1] = False
            self._parted[depth] = len(parts)
        elif depth and kind == "end":
            self.code.pop()
            form, code = self._forms.pop(depth, None), self._written.pop(depth, "")
            if self._parted.pop(depth, len(parts)) == len(parts):
                return form.value if form else self.shown(code, parts)
        return ""

    def shown(self, code: str, parts: Sequence[str]) -> str:
        """Return what a field without a result shows by its code alone."""
        if not is_equation(code):
            return ""
        try:
            text = equation_text(code) if len(code) <= _CODE_AT_MOST else UNKNOWN
        except UnreadEquation:
            text = UNKNOWN
        if UNKNOWN in text:
            self._beside.add("equationField")
        return (gap_before_figure(parts) if text[:1].isdecimal() else "") + text

    def start_code(self, _: dict[str, str]) -> None:
        """Listen to the code of the innermost field."""
        if self._parser.CharacterDataHandler != self._spell:
            self._heard = self._parser.CharacterDataHandler
        self._parser.CharacterDataHandler = self._spell

    def end_code(self) -> None:
        """Leave the words to whom they were left before."""
        self._parser.CharacterDataHandler = self._heard

    def _spell(self, text: str) -> None:
        depth = len(self.code)
        written = self._written.get(depth, "")
        if depth and self.code[-1] and len(written) <= _CODE_AT_MOST:
            self._written[depth] = written + text

    def take(self, element: str, attributes: dict[str, str]) -> None:
        """Take an element of the data of the innermost field."""
        depth = len(self.code)
        if element in ("ddList", "checkBox"):
            self._forms[depth] = _FormField(is_box=element == "checkBox")
        elif depth in self._forms:
            self._forms[depth].take(element, attribute(attributes, "val"))

    def end_paragraph(self) -> None:
        """End the code of all: only results go over several paragraphs."""
        if self.code:
            self.code = [False] * len(self.code)
            self._forms.clear()
            self._written.clear()
            self._parted.clear()


class _FormField:
    def __init__(self, *, is_box: bool) -> None:
        self._is_box = is_box
        self._entries: list[str] = []
        self._state: dict[str, str] = {}

    def take(self, element: str, value: str) -> None:
        if element == "listEntry":
            self._entries.append(value)
        else:
            self._state[element] = value

    @property
    def value(self) -> str:
        """Return the chosen entry, the first if none is named, or the sign of the box."""
        if self._is_box:
            state = self._state.get("checked", self._state.get("default", "0"))
            return _EMPTY if state in _OFF else _TICKED
        chosen = number(self._state.get("result", self._state.get("default", "")))
        return self._entries[chosen] if 0 <= chosen < len(self._entries) else ""
