"""The sentences a template declares, filled in; what is not known is left as a marked blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xlform.errors import DeclarationProblem
from xlform.model.submission import Value
from xlform.template.declaration import DraftDeclaration
from xlform.template.form import FormTemplate

_PLACE = re.compile(r"\{([a-z_0-9.]+)\}")
_WHAT = "{what}"
_NEEDED = ("plan", "plan_entry", "spent", "purpose", "performance")
# A blank names what is missing; what goes on for longer is some other text.
_NAME_AT_MOST = 60
_STOPS = "。.；;，,、 \n"


class Sentences:
    """The texts of a template's draft; :class:`DeclarationProblem` where one is lacking."""

    def __init__(self, template: FormTemplate, declared: DraftDeclaration) -> None:
        if lacking := [name for name in _NEEDED if name not in declared.sentence]:
            path = template.folder / "form.toml"
            raise DeclarationProblem("draft-sentence", path=path, name=lacking[0])
        self._template = template
        self._declared = declared
        before, _, after = declared.blank.partition(_WHAT)
        self.blanks = re.compile(f"{re.escape(before)}.{{1,{_NAME_AT_MOST}}}?{re.escape(after)}")

    def blank(self, name: str) -> str:
        """What stands where a value is not known, with the value's name."""
        return self._declared.blank.replace(_WHAT, self.label(name))

    def label(self, name: str) -> str:
        """What people call a value: ``projects.amount``, a field, or a word of the draft's own."""
        table, _, column = name.rpartition(".")
        if table in self._template.tables and column in self._template.tables[table].columns:
            return self._template.tables[table].columns[column].official
        if name in self._template.fields:
            return self._template.fields[name].official
        return self._declared.name.get(name, name)

    def fill(self, which: str, **values: Value | int) -> str:
        """The sentence of this name, with its values or their blanks."""
        return "".join(text for _, text in self.pieces(self._declared.sentence[which], values))

    def pieces(self, pattern: str, values: dict[str, Value | int]) -> Iterator[tuple[str, str]]:
        """The parts of a pattern in order: the name of a value, "" between two, and the words."""
        end = 0
        for found in _PLACE.finditer(pattern):
            yield "", pattern[end : found.start()]
            name = found[1]
            yield name, printed(values.get(name)) or self.blank(name)
            end = found.end()
        yield "", pattern[end:]


def printed(value: Value | int) -> str:
    """A value as a sentence says it; "" where it is missing."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, str | int) else ""


def unstopped(text: str) -> str:
    """A text without the stop at its end, since the sentence around it brings one."""
    return text.strip().rstrip(_STOPS)
