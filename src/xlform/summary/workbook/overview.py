"""总览: one page of formulas over the other sheets, with charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xlform.export.xlsx_formats import text_width
from xlform.messages import listed, translate
from xlform.model.findings import SEVERITIES
from xlform.rules import all_rules
from xlform.summary.unit_status import STATES
from xlform.summary.workbook import figures
from xlform.summary.workbook.cell_formats import DETAIL, INK, CellFormats
from xlform.summary.workbook.figures import Figure
from xlform.summary.workbook.reconciliation import write_reconciliation
from xlform.summary.workbook.sections import (
    ABOVE,
    Figures,
    Row,
    Section,
    SectionWriter,
    money_format,
    name_cell,
    write_figure,
)
from xlform.summary.workbook.stats import DetailPages, SummaryStats
from xlform.summary.workbook.units import UNLISTED

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# A grid of columns of one width: six tiles of two, or a table of six beside a chart.
_COLUMNS: Final = 12
_WIDTH: Final = 10.5
_TILES: Final = 6
_ROW: Final = 19.5
_A4: Final = 9
_PAPER: Final = "#F7F9FC"
_FAINT: Final = "#595959"
_COUNT: Final = "#,##0"


# Units named where some are misstated.
_NAMED: Final = 5
# Amounts of a unit shown beside each other.
_SHOWN: Final = 2

# A label, the figure below it or the key of a word for none, its number format or
# style.
Tile = tuple[str, Figure | str, str]
_NO_TILE: Final[Tile] = ("", "", "")


class Overview:
    """Writes the sheet from the top down."""

    def __init__(self, workbook: Workbook, formats: CellFormats, stats: SummaryStats) -> None:
        self._formats = formats
        self._stats = stats
        self._sheet: Worksheet = workbook.add_worksheet(translate("summary.overview"))
        self._sections = SectionWriter(workbook, self._sheet, formats)

    def write(self, title: str, scope: str, notes: Sequence[str]) -> None:
        """Write the whole sheet: title, tiles, the largest entries with their charts, notes."""
        self._set_up()
        self._write_title(title, scope)
        row = self._write_misstated(self._write_tiles(2)) + 1
        for section in self._named_sections():
            row = self._sections.write(section(row + ABOVE), row) + 1
        if self._stats.district.sums.sources:
            row = write_reconciliation(self._sheet, self._formats, self._stats, row) + 1
        row = self._write_notes(notes, row)
        self._sheet.print_area(0, 0, row - 1, _COLUMNS - 1)

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.hide_gridlines(2)
        sheet.set_default_row(_ROW)
        sheet.set_column(0, _COLUMNS - 1, _WIDTH)
        sheet.set_paper(_A4)
        sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&C{translate('page.footer')}")

    def _write_title(self, title: str, scope: str) -> None:
        cell_format = self._formats.borderless(
            font_size=20, bold=True, align="center", font_color=INK
        )
        end = _COLUMNS - 1
        self._sheet.set_row(0, 40)
        self._sheet.merge_range(0, 0, 0, end, title, cell_format)
        self._sheet.merge_range(1, 0, 1, end - 2, scope, self._formats.note)
        unit = translate("summary.money-unit")
        self._sheet.merge_range(1, end - 1, 1, end, unit, self._formats.money_unit)

    def _write_notes(self, notes: Sequence[str], row: int) -> int:
        cell_format = self._formats.borderless(font_size=9, font_color=_FAINT, text_wrap=True)
        for note in notes:
            self._sheet.merge_range(row, 0, row, _COLUMNS - 1, note, cell_format)
            row += 1
        return row

    def _write_misstated(self, row: int) -> int:
        """Name the units whose amounts seem to be in another unit of money than their forms say."""
        units = self._stats.misstated
        if not units:
            return row
        names = listed(units[:_NAMED])
        key = "summary.misstated" if len(units) <= _NAMED else "summary.misstated-more"
        text = translate(key, count=len(units), units=names)
        cell_format = self._formats.bordered(
            bold=True, text_wrap=True, bg_color=DETAIL["error"]["bg_color"]
        )
        self._sheet.set_row(row, 2 * _ROW)
        self._sheet.merge_range(row, 0, row, _COLUMNS - 1, text, cell_format)
        return row + 1

    # Tiles: a word above a figure

    def _write_tiles(self, row: int) -> int:
        for tiles in (self._submission_tiles(), self._content_tiles(), self._status_tiles()):
            for first in range(0, len(tiles), _TILES):
                self._sheet.set_row(row + 1, 30)
                in_row = tiles[first : first + _TILES]
                for n in range(_TILES):
                    self._write_tile(row, n, in_row[n] if n < len(in_row) else _NO_TILE)
                row += 2
        return row

    def _submission_tiles(self) -> list[Tile]:
        details, stats = self._stats.details, self._stats
        failed = _counted(details["sources"], "state", "summary.failed", stats.failed)
        units = figures.count_filled(details["units"], "files", stats.unit_count)
        files = figures.known_total(details["units"], "files")
        amounts = [
            (amount.head, figures.total(*stats.total(amount)))
            for amount in stats.amounts
            if not amount.printed
        ]
        return [
            (translate("summary.tile-units"), units, ""),
            (translate("summary.tile-files"), files, ""),
            (translate("summary.tile-failed"), failed, "error" if stats.failed else ""),
            *((head, figure or "summary.unknown", _money([figure])) for head, figure in amounts),
        ]

    def _content_tiles(self) -> list[Tile]:
        details, counts = self._stats.details, self._stats.severities
        counted = [*self._stats.district.kinds, "indicators"]
        shown: list[Tile] = [
            (details[key].detail.name, figures.count_entries(details[key]), "")
            for key in counted
            if key in details
        ]
        for severity in SEVERITIES:
            key = f"severity.{severity}"
            figure = _counted(details["findings"], "severity", key, counts[severity])
            shown.append((translate(key), figure, severity if counts[severity] else ""))
        return shown

    def _status_tiles(self) -> list[Tile]:
        """Return the numbers of units by state; unknown without a roster, where it takes one."""
        details, stats = self._stats.details, self._stats
        status, units = stats.district.status, details["units"]
        states: dict[str, int] = {
            state: status.count(state) for state in STATES if state != "unreadable"
        }
        states[UNLISTED] = units.entries - len(status.unit_statuses)
        tiles: list[Tile] = []
        for state, count in states.items():
            known = stats.district.listed or state in ("complete", "partial")
            counted = _counted(units, "state", f"state.{state}", count)
            figure = counted if known else "summary.no-roster"
            style = "error" if state == "absent" and count else ""
            tiles.append((translate(f"state.{state}"), figure, style))
        aside = _counted(details["sources"], "state", "summary.replaced", stats.excluded_count)
        tiles.append((translate("summary.tile-aside"), aside, ""))
        if differences := details.get("differences"):
            unequal = _counted(differences, "nature", "difference.real", stats.differing)
            style = "warning" if stats.differing else ""
            tiles.append((translate("summary.tile-differing"), unequal, style))
        return tiles

    def _write_tile(self, row: int, nth: int, tile: Tile) -> None:
        label, figure, style = tile
        first, last = nth * _COLUMNS // _TILES, (nth + 1) * _COLUMNS // _TILES - 1
        is_severity = style in SEVERITIES
        fill = DETAIL[style]["bg_color"] if is_severity else _PAPER
        base: dict[str, Any] = {"align": "center", "bg_color": fill}
        word: dict[str, Any] = {"font_size": 9, "font_color": _FAINT}
        if text_width(label) > 2 * _WIDTH:
            word["shrink"] = True
        word_format = self._formats.bordered(**base, **word)
        big: dict[str, Any] = {"font_size": 15, "bold": True, "font_color": INK, "shrink": True}
        shown = style if style and not is_severity else _COUNT
        figure_format = self._formats.bordered(**base, **big, num_format=shown)
        self._sheet.merge_range(row, first, row, last, label, word_format)
        self._sheet.merge_range(row + 1, first, row + 1, last, "", figure_format)
        if isinstance(figure, str):
            text = translate(figure) if figure else ""
            self._sheet.write_string(row + 1, first, text, word_format)
        else:
            write_figure(self._sheet, (row + 1, first), figure, figure_format)

    # The largest; ``first`` is the row, from 0, in which the first of them will stand

    def _named_sections(self) -> Iterator[Callable[[int], Section]]:
        """Yield what makes the sections: of units, of names, of rules, as far as there are any."""
        if any(not amount.printed for amount in self._stats.amounts):
            yield self._units
        if self._stats.ranking:
            yield self._names
        yield self._rules

    def _units(self, first: int) -> Section:
        units = self._stats.details["units"]
        amounts = [amount for amount in self._stats.amounts if not amount.printed][:_SHOWN]
        rows: list[Row] = []
        for n, totals in enumerate(self._stats.units):
            cell = name_cell(first + n)
            row_figures: Figures = tuple(
                None
                if (value := totals.known(amount.key)) is None
                else figures.sum_of_name(units, "unit", amount.key, cell, value)
                for amount in amounts
            )
            rows.append((totals.unit, row_figures))
        total = tuple(figures.total(units, amount.key) for amount in amounts)
        heads = [translate("column.unit"), *(amount.short for amount in amounts)]
        title = _title(translate("summary.by-unit"), len(rows), self._stats.unit_count)
        rest = _rest(len(rows), self._stats.unit_count)
        return Section(title, _with_share(heads), rows, rest, total, _money(total))

    def _names(self, first: int) -> Section:
        ranking = self._stats.ranking
        if ranking is None:
            raise ValueError("no form has names and amounts")
        detail, names, amounts = ranking.detail, ranking.names, ranking.amounts
        rows: list[Row] = [
            (
                name,
                (
                    None
                    if value is None
                    else figures.sum_of_name(detail, names, amounts, name_cell(first + n), value),
                ),
            )
            for n, (name, value) in enumerate(ranking.largest)
        ]
        total = figures.total(detail, amounts)
        column = detail.detail.columns[detail.detail.position(amounts)]
        title = translate("summary.by-name", named=ranking.named)
        title = _title(title, len(rows), ranking.count)
        heads = _with_share([ranking.named, column.head])
        rest = _rest(len(rows), ranking.count)
        return Section(title, heads, rows, rest, (total,), _money([total]))

    def _rules(self, _: int) -> Section:
        findings, count = self._stats.details["findings"], self._stats.rule_count
        titles = {rule.code: rule.summary.translate() for rule in all_rules()}
        rows: list[Row] = []
        for code, often in self._stats.rules:
            figure = figures.count_of_code(findings, "code", f'"{code}"', often)
            rows.append((f"{code} {titles.get(code, '')}".rstrip(), (figure,)))
        heads = (translate("marked.rule"), translate("summary.count"), translate("summary.share"))
        title = _title(translate("summary.by-rule"), len(rows), count)
        total = (figures.count_entries(findings),)
        return Section(title, heads, rows, _rest(len(rows), count), total, _COUNT)


def _with_share(heads: list[str]) -> tuple[str, str, str]:
    """Return the heads of a name and two figures, the second the share where there is one."""
    name, first, second = (*heads, translate("summary.share"))[:3]
    return name, first, second


def _title(title: str, shown: int, count: int) -> str:
    """Return the title of a section, with the numbers shown and in all where they differ."""
    return title if shown == count else title + translate("summary.top", shown=shown, count=count)


def _rest(shown: int, count: int) -> str:
    return "" if shown == count else translate("summary.rest", count=count - shown)


def _money(figures_: Iterable[Figure | None]) -> str:
    return money_format([Decimal(figure.value) for figure in figures_ if figure])


def _counted(detail: DetailPages, column: str, key: str, value: int) -> Figure:
    """Return the number of entries with the text of a catalog key in a column."""
    return figures.count_of_code(detail, column, f'"{translate(key)}"', value)
