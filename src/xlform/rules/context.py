"""The context of a check: cells, templates, word lists, settings and data tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from xlform.grid.address import parse_cell
from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.model.submission import Form, Submission, text_of
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary, keys_of
from xlform.rules.compared_keys import ComparedKeys, FormKey
from xlform.rules.text_tests import TextTest, Words, of_text, tests_of
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues, values_of
from xlform.template.roles import Role, RolePath, Roles

_Passed = dict[TextTest, list["LocatedText"]]
_PlacedText = tuple[str, str, Role | None]
# Layouts of forms whose places of texts are kept, and the values that these have at most.
_LAYOUTS = 256
_VALUES_AT_MOST = 500
Result = TypeVar("Result")
Subject = TypeVar("Subject", Form, Submission, BatchIndex)


class Settings(msgspec.Struct, frozen=True):
    """Settings of a district: tolerances in 万元, shares, counts; see docs/rules."""

    # Half of the last printed digit: amounts have two decimals in 万元.
    cent: Decimal = Decimal("0.005")
    # 财预〔2015〕88号 审核表, 指标科学性 asks for quantified indicators; the limits are practice.
    qualitative_share_warning: Decimal = Decimal("0.3")
    qualitative_share_error: Decimal = Decimal("0.5")
    # The circulars set no minimum; these are the numbers that reviewers ask for.
    department_outputs_at_least: int = 3
    direction_indicators_at_least: int = 5
    department_quantities_at_least: int = 2
    # The import of the 预算管理一体化 platform refuses names of more than 100 characters.
    indicator_name_at_most: int = 30
    indicator_name_limit: int = 100
    goal_at_least: int = 12
    # 财预〔2015〕88号 审核表, 资金匹配性: goals match the use of the money.
    uncovered_share: Decimal = Decimal("0.2")
    # 万元: no town and no bureau of a district applies for more than 100 亿元.
    amount_plausible_up_to: Decimal = Decimal(1_000_000)
    # 元 typed as 万元 is a factor of 10000; totals of towns differ by far less than 1000.
    batch_outlier_times: int = 1000
    copied_share: Decimal = Decimal("0.75")
    price_peers_at_least: int = 5
    price_outlier_times: int = 3
    # So many times the others' price is a slip, even beside few others.
    price_slip_times: int = 10
    price_slip_peers_at_least: int = 3
    # 财预〔2020〕10号 第十八条: a target that was far exceeded needs its reason.
    overachieved_times: Decimal = Decimal("1.5")
    # Numbers under [terms] of the templates that the project file sets anew, by name.
    declared: tuple[tuple[str, Decimal], ...] = ()

    def term(self, name: str, default: Decimal) -> Decimal:
        """Return the number of a template's term: that of the project file, else ``default``."""
        return next((number for known, number in self.declared if known == name), default)


class LocatedText(msgspec.Struct, frozen=True, gc=False):
    """Text of a cell as written, the path of the value read from it, and the role of that."""

    path: str
    text: str
    role: Role | None = None


class RuleContext:
    """Inputs of a check besides the submission; rules read from it and change nothing.

    ``grid`` is ``None`` if the submission came from JSON, without cells. ``words`` holds the word
    lists by name, ``tables`` the data tables that a district keeps.
    """

    def __init__(
        self,
        templates: Mapping[str, FormTemplate],
        grid: Grid | None = None,
        settings: Settings | None = None,
        words: Words | None = None,
        tables: Mapping[str, list[dict[str, str]]] | None = None,
    ) -> None:
        self.templates = templates
        self.grid = grid
        self.settings = settings or Settings()
        self.words = words or {}
        self.tables = tables or {}
        # The sentence on the project file that applies, for reports; no rule reads it.
        self.settings_note = ""
        self._sheets = {sheet.name: sheet for sheet in grid.sheets} if grid else {}
        # The subject is kept with its result so that no other object can get its id meanwhile.
        self._cache: dict[tuple[object, int], tuple[Form | Submission | BatchIndex, Any]] = {}

    def sheet_named(self, name: str) -> Sheet | None:
        """Return the sheet of this name, or None without cells."""
        return self._sheets.get(name)

    def sheet(self, form: Form) -> Sheet | None:
        """Return the sheet a form was read from, or None without cells."""
        return self._sheets.get(form.sheet)

    def cell(self, form: Form, path: str) -> Cell | None:
        """Return the cell a value was read from; None if it is blank or there are no cells."""
        origin = form.origins.get(path)
        return self.cell_at(form, origin) if origin else None

    def cell_at(self, form: Form, origin: str) -> Cell | None:
        """Return the cell at an origin of a form; ``续表!B5`` is on a continuation sheet."""
        name, _, cell = origin.rpartition("!")
        return self.cell_on(name or form.sheet, parse_cell(cell))

    def cell_on(self, name: str, position: Position) -> Cell | None:
        """Return the cell at a position on a sheet."""
        sheet = self._sheets.get(name)
        return sheet.cells.get(position) if sheet else None

    def raw(self, form: Form, path: str) -> str:
        """Return the text of a value's cell as written, spaces at its ends included; else ""."""
        cell = self.cell(form, path)
        return cell.text if cell else ""

    def memoize(
        self, subject: Subject, compute: Callable[[Subject, RuleContext], Result]
    ) -> Result:
        """Return ``compute(subject, self)``, computed once per check and shared by the rules."""
        cached = self._cache.get((compute, id(subject)))
        if cached is None:
            cached = self._cache[compute, id(subject)] = subject, compute(subject, self)
        result: Result = cached[1]
        return result

    def forget(self) -> None:
        """Drop cached results; they refer back to the context and would keep it alive."""
        self._cache.clear()

    def texts(self, form: Form) -> tuple[LocatedText, ...]:
        """Return the text of every cell the form reads, once each; of its values without cells."""
        return self.memoize(form, _texts)

    def texts_with(self, form: Form, roles: tuple[Role, ...]) -> list[LocatedText]:
        """Return those of :meth:`texts` that have one of the roles."""
        return [
            LocatedText(path, text, role)
            for path, text, role in self.memoize(form, _read_texts)
            if role in roles
        ]

    def texts_where(self, form: Form, test: TextTest) -> list[LocatedText]:
        """Return those of :meth:`texts` that pass a test, a pure function that stays the same."""
        passed, known = self.memoize(form, _passed)
        found = passed.get(test)
        if found is None:
            if test in known:
                return []
            words = self.words
            found = [located for located in self.texts(form) if test(located.text, words)]
            passed[test] = found
            tests_of(words).add(test)
        return found

    def tests_passed(self, form: Form, tests: frozenset[TextTest]) -> list[TextTest]:
        """Return those of the tests that some of :meth:`texts` pass."""
        passed, known = self.memoize(form, _passed)
        for test in tests - known:
            self.texts_where(form, test)
        return [test for test, texts in passed.items() if texts and test in tests]

    def of_text(self, compute: Callable[[str, Words], Result]) -> Callable[[str], Result]:
        """Return a pure function of a text and the word lists as one of the text alone.

        Its results for the texts met last are shared by all checks with these word lists.
        """
        return of_text(compute, self.words)

    def values(self, form: Form) -> FormValues:
        """Return the values of a form by role."""
        return values_of(form, self.templates[form.template])

    def roles(self, form: Form | FormSummary) -> Roles:
        """Return the roles of a form's template."""
        return self.templates[form.template].roles

    def keys(self, summary: SubmissionSummary) -> ComparedKeys:
        """Return the keys of a file that other files are compared by."""
        return keys_of(summary, self.words, self.templates)

    def forms_with(self, submission: Submission, *roles: RolePath) -> list[FormValues]:
        """Return the values of the forms that have each of the roles, in order."""
        templates = self.templates
        return [
            values_of(form, template)
            for form in submission.forms
            if _has_roles(template := templates[form.template], roles)
        ]

    def label(self, form: Form | FormSummary, name: str, table: str = "") -> str:
        """Return the label the official form prints for a field, or for a column of ``table``.

        An edition without the field or column has no label for it; this returns the name itself.
        """
        return self.templates[form.template].label(name, table)

    def title(self, form: Form | FormSummary | FormKey) -> str:
        """Return the official title of a form's template."""
        return self.templates[form.template].declaration.name


@lru_cache(maxsize=1024)
def _has_roles(template: FormTemplate, roles: tuple[RolePath, ...]) -> bool:
    return all(map(template.roles.has, roles))


def sheet_of(form: Form, path: str) -> str:
    """Return the sheet a value was read from; a form with continuation sheets has several."""
    return form.origins.get(path, "").rpartition("!")[0] or form.sheet


def location_of(form: Form, path: str) -> str:
    """Return sheet and cell of a value as messages name them: ``附表2 C5``."""
    cell = form.origins.get(path, "").rpartition("!")[2]
    return f"{sheet_of(form, path)} {cell}".strip()


class _TextPlace(NamedTuple):
    """Path of a value, its role, and the sheet, "" for the form's own, and cell it is read from."""

    path: str
    role: Role | None
    sheet: str
    position: Position


def _text_places(
    template: FormTemplate, paths: tuple[str, ...], origins: tuple[str, ...]
) -> tuple[_TextPlace, ...]:
    """Return where the texts of a form are, whose values have these paths and origins.

    They depend on nothing else, and most forms have the layout of one before.
    """
    first_paths: dict[str, str] = {}
    for path, origin in zip(paths, origins, strict=True):
        if not path.endswith(".text"):
            first_paths.setdefault(origin, path)
    found: list[_TextPlace] = []
    for origin, path in first_paths.items():
        sheet, _, cell = origin.rpartition("!")
        found.append(_TextPlace(path, template.roles.at(path), sheet, parse_cell(cell)))
    return tuple(found)


_known_places = lru_cache(maxsize=_LAYOUTS)(_text_places)


def _texts(form: Form, context: RuleContext) -> tuple[LocatedText, ...]:
    return tuple(
        [LocatedText(path, text, role) for path, text, role in context.memoize(form, _read_texts)]
    )


def _read_texts(form: Form, context: RuleContext) -> list[_PlacedText]:
    """Return path, text and role of every cell the form reads, of its values without cells."""
    sheet = context.sheet(form)
    if sheet is None:
        role_at = context.roles(form).at
        return [(path, text, role_at(path)) for path, text in _value_texts(form)]
    origins, cells = form.origins, sheet.cells
    places_of = _known_places if len(origins) <= _VALUES_AT_MOST else _text_places
    places = places_of(context.templates[form.template], tuple(origins), tuple(origins.values()))
    found: list[_PlacedText] = []
    for path, role, name, at in places:
        cell = context.cell_on(name, at) if name else cells.get(at)
        if cell is not None and type(text := cell.value) is str and not cell.formula:
            found.append((path, text, role))
    return found


def _passed(form: Form, context: RuleContext) -> tuple[_Passed, frozenset[TextTest]]:
    """Return the texts of a form by the tests that they pass, and the tests that were put.

    Where one of these crashes, none were: each rule puts its own, so that only one rule fails.
    """
    tests, passed_by = tests_of(context.words).answers()
    found: _Passed = {}
    for path, text, role in context.memoize(form, _read_texts):
        try:
            passed = passed_by(text)
        except Exception:  # noqa: BLE001  (one rule's fault must not cost the others)
            return {}, frozenset()
        if passed:
            located = LocatedText(path, text, role)
            for test in passed:
                if test in found:
                    found[test].append(located)
                else:
                    found[test] = [located]
    return found, tests


def _value_texts(form: Form) -> Iterator[tuple[str, str]]:
    for name, value in form.fields.items():
        if text := text_of(value):
            yield name, text
    for table, rows in form.tables.items():
        for n, row in enumerate(rows):
            for name, value in row.items():
                if text := text_of(value):
                    yield f"{table}[{n}].{name}", text
