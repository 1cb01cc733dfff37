"""Fields of a document: code that nobody sees, and the results shown.

Form fields of protected documents (the choice from a list, a box ticked or not) keep their values
in the data of the field, not in a result (ECMA-376 part 1, 17.16.7 checkBox, 17.16.9 ddList).
"""

from __future__ import annotations

from xlform.ooxml.word.names import attribute, number

# Elements of the data of a field that its value depends on.
FORM_DATA = ("ddList", "listEntry", "result", "checkBox", "checked", "default")
_OFF = frozenset({"0", "false", "off"})
_TICKED, _EMPTY = "☑", "□"


class Fields:
    """Fields that are open; ``code`` says of each whether what follows is its code."""

    def __init__(self) -> None:
        self.code: list[bool] = []
        self._forms: dict[int, _FormField] = {}

    def mark(self, kind: str, length: int) -> str:
        """Take a ``fldChar`` in a paragraph of ``length`` parts of text.

        Returns the value of a form field that ends and has no result in the paragraph.
        """
        depth = len(self.code)
        if kind == "begin":
            self.code.append(True)
        elif depth and kind == "separate":
            self.code[-1] = False
            if depth in self._forms:
                self._forms[depth].length = length
        elif depth and kind == "end":
            self.code.pop()
            form = self._forms.pop(depth, None)
            return form.value if form and form.length in (None, length) else ""
        return ""

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


class _FormField:
    def __init__(self, *, is_box: bool) -> None:
        self.length: int | None = None
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
