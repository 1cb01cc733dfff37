"""Sheet 问题清单: findings in the order of the letter, linked to cells, with space for answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xlform.checking.baseline import Changes
from xlform.checking.runner import CheckResult
from xlform.export.table import Plain
from xlform.export.xlsx_formats import row_heights
from xlform.grid.address import place_of
from xlform.messages import translate
from xlform.model.findings import Finding, NotAsked
from xlform.model.submission import Submission
from xlform.ooxml.edit.added_sheet import TextCell, TextSheet
from xlform.ooxml.edit.cell_styles import CellStyle, Styles
from xlform.report.checked_file import cell_location
from xlform.report.grouping import SkippedRule, skipped_rules
from xlform.report.letter_text import pattern, plain_words, shortened, without_full_stop
from xlform.report.note_text import COLOURS, rule_summary
from xlform.report.numbered_findings import NumberedFinding
from xlform.report.round_text import round_text
from xlform.report.verdict import unchecked
from xlform.rules.concerns import needs_answer

# Widths that stay readable with all columns on the width of one page.
_COLUMNS: Final = (
    ("number", 6), ("severity", 8), ("place", 15), ("problem", 44), ("actual", 17),
    ("expected", 17), ("advice", 30), ("answer", 18), ("id", 16),
)  # fmt: skip
# Text that a spreadsheet would read as a formula when the cell is edited.
_LIKE_A_FORMULA: Final = ("=", "+", "-", "@")
_LINK: Final = "0563C1"
_HEAD: Final = CellStyle(fill="D9D9D9", bold=True, centred=True)
_PLACES_SHOWN: Final = 12
# Characters of a value: the cell itself has it in full.
_VALUE_AT_MOST: Final = 32
_FIXED, _UNCHECKED = "E2EFDA", "EDEDED"


class FindingList:
    """The list of one workbook; ``numbered`` are its findings, in the order of the letter.

    ``settings`` is the sentence on the project file that applies, "" for none.
    """

    def __init__(
        self,
        submission: Submission,
        checked: CheckResult,
        numbered: Sequence[NumberedFinding],
        changes: Changes | None = None,
        settings: str = "",
    ) -> None:
        self._settings = settings
        self._submission = submission
        self._not_asked: Sequence[NotAsked] = checked.not_asked
        self._numbered = numbered
        self._changes = changes

    def sheet(self, sheets: frozenset[str], styles: Styles) -> TextSheet:
        """Return the list as a sheet; ``sheets`` are those of the workbook, for links."""
        columns = [(translate(f"marked.{name}"), width) for name, width in _COLUMNS]
        rows = [*self._finding_rows(sheets, styles), *self._fixed_rows(sheets, styles)]
        rows += self._rows_without_answer(styles)
        rows += self._settings_row(styles)
        empty = translate("marked.none")
        return table_sheet(columns, rows, styles, heading=self._heading(), empty=empty)

    def _heading(self) -> str:
        submission = self._submission
        year = translate("tree.year", year=submission.year) if submission.year else ""
        compared = round_text(self._changes) if self._changes else ""
        parts = (submission.unit, year, translate("marked.sheet"), compared)
        return " ".join(part for part in parts if part)

    def _finding_rows(self, sheets: frozenset[str], styles: Styles) -> Iterator[list[TextCell]]:
        """Yield a row for each finding; those that say the same of several places share one.

        So do the hints of an item, which need no answer.
        """
        rows: dict[tuple[object, ...], list[NumberedFinding]] = {}
        for entry in self._numbered:
            rows.setdefault(_sameness(entry), []).append(entry)
        for entries in rows.values():
            yield list(_row(entries, sheets, styles))

    def _fixed_rows(self, sheets: frozenset[str], styles: Styles) -> Iterator[list[TextCell]]:
        for finding in self._changes.fixed if self._changes else ():
            if needs_answer(finding):
                state = _severity_cell(translate("marked.fixed"), _FIXED, styles)
                place = location_cell(finding, sheets, styles)
                yield _filled([plain_cell("", styles), state, place], finding.message, styles)

    def _settings_row(self, styles: Styles) -> Iterator[list[TextCell]]:
        """Yield a row on the project file that applies, if it changes what is checked."""
        if self._settings:
            state = _severity_cell(translate("marked.settings"), _UNCHECKED, styles)
            cells = [plain_cell("", styles), state, plain_cell("", styles)]
            yield _filled(cells, self._settings, styles)

    def _rows_without_answer(self, styles: Styles) -> Iterator[list[TextCell]]:
        """Yield a row for each rule that gave no answer, and for each finding accepted."""
        accepted = [one for one in self._not_asked if one.reason == "accepted"]
        for key, rules in (
            ("unchecked", unchecked(self._not_asked)), ("accepted", skipped_rules(accepted))
        ):  # fmt: skip
            for rule in rules:
                state = _severity_cell(translate(f"marked.{key}"), _UNCHECKED, styles)
                place = plain_cell(_places_of(rule), styles)
                yield _filled([plain_cell("", styles), state, place], rule.because, styles)


def table_sheet(
    columns: Sequence[tuple[str, int]],
    rows: list[list[TextCell]],
    styles: Styles,
    *,
    heading: str,
    empty: str,
) -> TextSheet:
    """Return rows below headers with their widths; without rows, the text ``empty`` in one."""
    head = [TextCell(name, styles.style_of(_HEAD)) for name, _ in columns]
    if not rows:
        rows = [[plain_cell(text, styles) for text in (empty, *[""] * (len(head) - 1))]]
    widths = [width for _, width in columns]
    texts: list[list[Plain]] = [[row[n].text for row in [head, *rows]] for n in range(len(widths))]
    return TextSheet(
        rows=[head, *rows],
        widths=widths,
        heights=row_heights(texts, widths),
        heading=heading,
        footer=translate("page.footer"),
    )


def _sameness(entry: NumberedFinding) -> tuple[object, ...]:
    finding = entry.finding
    if finding.severity == "info":
        return (entry.number,)
    texts = finding.message, finding.expected, finding.actual, finding.help
    return (entry.number, entry.is_effect, entry.state, finding.severity, *texts)


def _row(
    entries: Sequence[NumberedFinding], sheets: frozenset[str], styles: Styles
) -> Iterator[TextCell]:
    entry = entries[0]
    finding = entry.finding
    yield TextCell(str(entry.number), styles.style_of(CellStyle(centred=True)), is_number=True)
    states = [translate(f"check.{entry.state}")] if entry.state else []
    severity = "\n".join([translate(f"severity.{finding.severity}"), *states])
    yield _severity_cell(severity, COLOURS[finding.severity], styles)
    yield _with_others(location_cell(finding, sheets, styles), entries[1:])
    texts = (*_texts(entries), "", finding.id)
    yield from (plain_cell(text, styles) for text in texts)


def _texts(entries: Sequence[NumberedFinding]) -> Iterator[str]:
    """Yield problem, present and expected value, and advice, each if it is that of all entries."""
    entry = entries[0]
    finding = entry.finding
    problem = plain_words(finding.message, quotations=False)
    if any(other.finding.message != finding.message for other in entries):
        common = without_full_stop(rule_summary(finding))
        problem = translate("letter.example", text=common, example=without_full_stop(problem))
    if entry.is_effect:
        problem = translate("marked.effect-of", number=entry.number, text=problem)
    yield problem
    for name in ("actual", "expected", "help"):
        values = {getattr(other.finding, name) for other in entries}
        text = values.pop() if len(values) == 1 else ""
        yield (
            plain_words(text, quotations=False)
            if name == "help"
            else shortened(text, _VALUE_AT_MOST)
        )


def _with_others(first: TextCell, others: Sequence[NumberedFinding]) -> TextCell:
    """Return the linked place of a row's first finding with the places of the others after it."""
    places = [_place_text(entry.finding) for entry in others[: _PLACES_SHOWN - 1]]
    text = pattern("and").join((first.text, *places))
    if len(others) > len(places):
        text += translate("letter.places", count=len(others) + 1)
    return TextCell(text, first.style, first.leads_to)


def _places_of(rule: SkippedRule) -> str:
    places = (cell_location(sheet, cell) for sheet, cell in rule.locations[:_PLACES_SHOWN])
    return pattern("and").join(places) or translate("marked.file")


def _filled(cells: list[TextCell], problem: str, styles: Styles) -> list[TextCell]:
    """Return the cells of a row up to its place, then the problem and blank cells."""
    blank = len(_COLUMNS) - len(cells) - 1
    text = plain_cell(plain_words(problem, quotations=False), styles)
    return [*cells, text, *(plain_cell("", styles) for _ in range(blank))]


def _severity_cell(text: str, colour: str, styles: Styles) -> TextCell:
    return TextCell(text, styles.style_of(CellStyle(fill=colour, centred=True)))


def location_cell(finding: Finding, sheets: frozenset[str], styles: Styles) -> TextCell:
    """Return the place of a finding, as a link if it is on one of the ``sheets``."""
    if finding.sheet not in sheets:
        return plain_cell(finding.sheet or translate("marked.file"), styles)
    leads_to = place_of(finding.sheet, finding.cell or "A1")
    style = styles.style_of(CellStyle(ink=_LINK, underlined=True))
    return TextCell(_place_text(finding), style, leads_to)


def _place_text(finding: Finding) -> str:
    if not finding.sheet:
        return translate("marked.file")
    return cell_location(finding.sheet, finding.cell)


def plain_cell(text: str, styles: Styles) -> TextCell:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return TextCell(text, styles.style_of(CellStyle(literal=text.startswith(_LIKE_A_FORMULA))))
