"""The context of a check: cells, templates, word lists, settings and data tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from xlform.grid.address import parse_cell
from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.model.memoize import by_text, memoize
from xlform.model.submission import Form, Submission, text_of
from xlform.model.word_lists import WordFinder, WordList, WordsFound
from xlform.rules.batch_index import BatchIndex, FormSummary
from xlform.rules.text_tests import TextTest, TextTests
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues, values_of
from xlform.template.roles import Role, RolePath, Roles

Words = Mapping[str, Mapping[str, str]]
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


class JoinedText:
    """All texts of a form joined, and their characters, to rule out words."""

    def __init__(self, texts: tuple[str, ...], finder: WordFinder) -> None:
        self._texts = texts
        self._finder = finder
        self._found: WordsFound = {}
        self._lists_searched = 0
        self.text = "\n".join(texts)

    @cached_property
    def chars(self) -> frozenset[str]:
        """Return the characters of the text."""
        return frozenset(self.text)

    def words_present(self, words: Iterable[str]) -> list[str]:
        """Return the words that occur in the text, in the order of the list."""
        if isinstance(words, WordList):
            number = self._finder.number_of(words)
            return [word for _, word in sorted(self._words_found().get(number, ()))]
        chars, text = self.chars, self.text
        return [word for word in words if word[0] in chars and word[-1] in chars and word in text]

    def _words_found(self) -> WordsFound:
        """Return the words of all lists that occur, searched anew when a list has been added."""
        count = self._finder.count  # before the search: another thread may add a list meanwhile
        if self._lists_searched != count:
            self._found, self._lists_searched = self._finder.found_in(self._texts), count
        return self._found


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
        sheet = self._sheets.get(name or form.sheet)
        return sheet.cells.get(parse_cell(cell)) if sheet else None

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

    def texts_where(self, form: Form, test: Callable[[str], object]) -> list[LocatedText]:
        """Return those of :meth:`texts` that pass a test, a pure function that stays the same."""
        passed = self.memoize(form, _passed)
        found = passed.get(test)
        if found is None:
            tests_of(self.words).add(test)
            found = [located for located in self.texts(form) if test(located.text)]
            passed[test] = found
        return found

    def of_text(self, compute: Callable[[str, Words], Result]) -> Callable[[str], Result]:
        """Return a pure function of a text and the word lists as one of the text alone.

        Its results for the texts met last are shared by all checks with these word lists.
        """
        words = self.words
        functions = _functions_of_text(words)
        found = functions.get(compute)
        if found is None:
            found = functions[compute] = by_text(lambda text: compute(text, words))
        result: Callable[[str], Result] = found
        return result

    def joined_text(self, form: Form) -> JoinedText:
        """Return the joined texts of a form."""
        return self.memoize(form, _joined_text)

    def values(self, form: Form) -> FormValues:
        """Return the values of a form by role."""
        return values_of(form, self.templates[form.template])

    def roles(self, form: Form | FormSummary) -> Roles:
        """Return the roles of a form's template."""
        return self.templates[form.template].roles

    def forms_with(self, submission: Submission, *roles: RolePath) -> list[FormValues]:
        """Return the values of the forms that have each of the roles, in order."""
        return [
            self.values(form)
            for form in submission.forms
            if all(map(self.templates[form.template].roles.has, roles))
        ]

    def label(self, form: Form | FormSummary, name: str, table: str = "") -> str:
        """Return the label the official form prints for a field, or for a column of ``table``.

        An edition without the field or column has no label for it; this returns the name itself.
        """
        return self.templates[form.template].label(name, table)

    def title(self, form: Form | FormSummary) -> str:
        """Return the official title of a form's template."""
        return self.templates[form.template].declaration.name


def sheet_of(form: Form, path: str) -> str:
    """Return the sheet a value was read from; a form with continuation sheets has several."""
    return form.origins.get(path, "").rpartition("!")[0] or form.sheet


def location_of(form: Form, path: str) -> str:
    """Return sheet and cell of a value as messages name them: ``附表2 C5``."""
    cell = form.origins.get(path, "").rpartition("!")[2]
    return f"{sheet_of(form, path)} {cell}".strip()


def _texts(form: Form, context: RuleContext) -> tuple[LocatedText, ...]:
    sheet = context.sheet(form)
    if sheet is None:
        return tuple(_value_texts(form, context.roles(form)))
    return tuple(_cell_texts(form, context, sheet.cells))


def _joined_text(form: Form, context: RuleContext) -> JoinedText:
    return JoinedText(
        tuple([located.text for located in context.texts(form)]), finder_of(context.words)
    )


@memoize
def _functions_of_text(_: Words) -> dict[object, Callable[[str], Any]]:
    """Return the functions of a text with these word lists; filled as rules ask for them."""
    return {}


@memoize
def tests_of(_: Words) -> TextTests:
    """Return the tests that rules put to texts in checks with these word lists."""
    return TextTests()


def _passed(form: Form, context: RuleContext) -> dict[TextTest, list[LocatedText]]:
    """Return the texts of a form by the tests that they pass."""
    tests, passed_by = tests_of(context.words).answers()
    found: dict[TextTest, list[LocatedText]] = {test: [] for test in tests}
    for located in context.texts(form):
        for test in passed_by(located.text):
            found[test].append(located)
    return found


@memoize
def finder_of(_: Words) -> WordFinder:
    """Return the finder of words of a check's lists, whose texts are remembered between files."""
    return WordFinder()


def _cell_texts(
    form: Form, context: RuleContext, cells: Mapping[Position, Cell]
) -> list[LocatedText]:
    seen: set[str] = set()
    found: list[LocatedText] = []
    role_at = context.roles(form).at
    for path, origin in form.origins.items():
        if origin in seen or path[-5:] == ".text":  # (a hot path: every cell of every form)
            continue
        seen.add(origin)
        cell = context.cell_at(form, origin) if "!" in origin else cells.get(parse_cell(origin))
        if cell is not None and type(cell.value) is str and not cell.formula:
            found.append(LocatedText(path, cell.value, role_at(path)))
    return found


def _value_texts(form: Form, roles: Roles) -> Iterator[LocatedText]:
    for name, value in form.fields.items():
        if text := text_of(value):
            yield LocatedText(name, text, roles.at(name))
    for table, rows in form.tables.items():
        for n, row in enumerate(rows):
            for name, value in row.items():
                if text := text_of(value):
                    yield LocatedText(f"{table}[{n}].{name}", text, roles.role_of(name, table))
