"""The context of a check: cells, templates, word lists, settings and data tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.model.submission import Form, Period, Submission, Target, Value
from xlform.ooxml.address import parse_cell
from xlform.rules.batch_index import BatchIndex, FormSummary
from xlform.rules.words import WordList
from xlform.template.form import FormTemplate

Result = TypeVar("Result")
Subject = TypeVar("Subject", Form, Submission, BatchIndex)


class Settings(msgspec.Struct, frozen=True):
    """What a district may set: tolerances in 万元, shares, counts; see docs/rules."""

    cent: Decimal = Decimal("0.005")
    qualitative_share_warning: Decimal = Decimal("0.3")
    qualitative_share_error: Decimal = Decimal("0.5")
    department_outputs_at_least: int = 3
    direction_indicators_at_least: int = 5
    department_quantities_at_least: int = 2
    indicator_name_at_most: int = 30
    indicator_name_limit: int = 100
    goal_at_least: int = 12
    uncovered_share: Decimal = Decimal("0.2")
    batch_outlier_times: int = 1000
    copied_share: Decimal = Decimal("0.75")
    price_peers_at_least: int = 5
    price_outlier_times: int = 3


class TextAt(msgspec.Struct, frozen=True, gc=False):
    """A cell's text as it stands, and the path of the value read from it."""

    path: str
    text: str


class Joined(msgspec.Struct, frozen=True):
    """All texts of a form on end, and the signs in them, to see at once what can't be there."""

    text: str
    signs: frozenset[str]

    def among(self, words: Iterable[str]) -> list[str]:
        """Those of the words that occur, in their order; cheap however many there are."""
        signs, text = self.signs, self.text
        if isinstance(words, WordList):
            return [w for a, z, w in words.edges if a in signs and z in signs and w in text]
        return [word for word in words if word[0] in signs and word[-1] in signs and word in text]

    @property
    def alphabet(self) -> str:
        """Every sign once, for patterns that look for one sign."""
        return "".join(self.signs)


class RuleContext:
    """The surroundings of a check; rules read from it and change nothing.

    ``grid`` is ``None`` where the submission came from data and no cells are at hand. ``words``
    holds the word lists by name, ``tables`` the data tables a district keeps.
    """

    def __init__(
        self,
        templates: Mapping[str, FormTemplate],
        grid: Grid | None = None,
        settings: Settings | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
        tables: Mapping[str, list[dict[str, str]]] | None = None,
    ) -> None:
        self.templates = templates
        self.grid = grid
        self.settings = settings or Settings()
        self.words = words or {}
        self.tables = tables or {}
        self._sheets = {sheet.name: sheet for sheet in grid.sheets} if grid else {}
        # The subject stands beside what was made of it so that no other can take its id meanwhile.
        self._made: dict[tuple[object, int], tuple[Form | Submission | BatchIndex, Any]] = {}

    def sheet_named(self, name: str) -> Sheet | None:
        """The sheet of this name, if its cells are at hand."""
        return self._sheets.get(name)

    def sheet(self, form: Form) -> Sheet | None:
        """The sheet a form was read from, if its cells are at hand."""
        return self._sheets.get(form.sheet)

    def cell(self, form: Form, path: str) -> Cell | None:
        """The cell a value was read from; ``None`` where it is blank or not at hand."""
        place = form.origins.get(path)
        return self.cell_at(form, place) if place else None

    def cell_at(self, form: Form, place: str) -> Cell | None:
        """The cell at an origin of a form; ``续表!B5`` is one on a sheet on which it goes on."""
        name, _, cell = place.rpartition("!")
        sheet = self._sheets.get(name or form.sheet)
        return sheet.cells.get(parse_cell(cell)) if sheet else None

    def raw(self, form: Form, path: str) -> str:
        """The text of a value's cell as it stands, blanks at its ends included; else ""."""
        cell = self.cell(form, path)
        return cell.text if cell else ""

    def once(self, subject: Subject, make: Callable[[Subject, RuleContext], Result]) -> Result:
        """What ``make`` makes of a subject, made once however many rules ask for it."""
        made = self._made.get((make, id(subject)))
        if made is None:
            made = self._made[make, id(subject)] = subject, make(subject, self)
        result: Result = made[1]
        return result

    def forget(self) -> None:
        """Drop cached results; they refer back to the context and would keep it alive."""
        self._made.clear()

    def texts(self, form: Form) -> tuple[TextAt, ...]:
        """Every cell whose text the form reads, once each; the values' own texts if no grid is."""
        return self.once(form, _texts)

    def joined(self, form: Form) -> Joined:
        """The texts of a form on end."""
        return self.once(form, _joined)

    def label(self, form: Form | FormSummary, name: str, table: str = "") -> str:
        """What the official form prints for a field, or for a column of ``table``."""
        template = self.templates[form.template]
        if table:
            return template.tables[table].columns[name].official
        if name in template.fields:
            return template.fields[name].official
        for known in template.tables.values():
            if known.declaration.total and known.declaration.total.field == name:
                return known.totals_label
        return name

    def title(self, form: Form | FormSummary) -> str:
        """The official title of a form's template."""
        return self.templates[form.template].declaration.name


def sheet_of(form: Form, path: str) -> str:
    """The sheet a value was read from; a form that goes on over sheets has several."""
    return form.origins.get(path, "").rpartition("!")[0] or form.sheet


def place_of(form: Form, path: str) -> str:
    """Sheet and cell of a value, as messages name them: ``附表2 C5``."""
    cell = form.origins.get(path, "").rpartition("!")[2]
    return f"{sheet_of(form, path)} {cell}".strip()


def _texts(form: Form, context: RuleContext) -> tuple[TextAt, ...]:
    sheet = context.sheet(form)
    return tuple(_cell_texts(form, context, sheet.cells) if sheet else _value_texts(form))


def _joined(form: Form, context: RuleContext) -> Joined:
    text = "\n".join([at.text for at in context.texts(form)])
    return Joined(text, frozenset(text))


def _cell_texts(form: Form, context: RuleContext, own: Mapping[Position, Cell]) -> list[TextAt]:
    seen: set[str] = set()
    found: list[TextAt] = []
    for path, place in form.origins.items():
        if place in seen or path[-5:] == ".text":  # (all cells of all forms pass here)
            continue
        seen.add(place)
        cell = context.cell_at(form, place) if "!" in place else own.get(parse_cell(place))
        if cell is not None and type(cell.value) is str and not cell.formula:
            found.append(TextAt(path, cell.value))
    return found


def _value_texts(form: Form) -> Iterator[TextAt]:
    for name, value in form.fields.items():
        if text := _text(value):
            yield TextAt(name, text)
    for table, rows in form.tables.items():
        for n, row in enumerate(rows):
            for name, value in row.items():
                if text := _text(value):
                    yield TextAt(f"{table}[{n}].{name}", text)


def _text(value: Value) -> str:
    if isinstance(value, Target | Period):
        return value.text
    return value if isinstance(value, str) else ""
