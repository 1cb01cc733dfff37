"""Properties of a summary's rows: their positions and sums, and that text stays text."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook
from summing import checked, figure, record, summed

import xlform
from xlform.model import submission as model
from xlform.summary.workbook import cells
from xlform.summary.workbook.book import _page_rows
from xlform.summary.workbook.cells import Cells, escaped, formula_link, summable, truncated
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.links import FileLinks, LinkTargets
from xlform.summary.workbook.pagination import (
    FIRST,
    HEADS,
    TOTALS,
    Entry,
    Group,
    page_of_groups,
    pages_of_count,
    pages_with_sums,
    paginate,
)
from xlform.summary.workbook.rows import RowText
from xlform.summary.workbook.stats import DetailPages

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "<b>&amp;</b>",
    "]]>",
    "a\x00b\x0b\x1f",
    "_x0041_",
    "_x000D_",
    " 前后有空格 ",
    "换\n行",
    "制表\t符",
    "\ud800",
    "\ufffe",
    "\u3000全角",
    "😀" * 3,
    "长" * 40_000,
    "'",
    '"',
    "{=1}",
    "1e5",
    "TRUE",
    "2023-01-01",
]
amounts = st.one_of(
    st.none(),
    st.decimals(min_value=-(10**9), max_value=10**9, places=4).map(lambda one: f"{one:f}"),
)
groups = st.lists(st.tuples(st.sampled_from("甲乙丙"), amounts), max_size=60).map(
    lambda rows: sorted(rows, key=lambda row: row[0])
)


@pytest.fixture(scope="module")
def town() -> model.Submission:
    return xlform.read(SAMPLE)


@given(groups, st.integers(7, 30), st.booleans())
def test_each_entry_has_its_row_and_each_group_its_sum(
    rows: list[tuple[str, str | None]],
    limit: int,
    grouped: bool,  # noqa: FBT001  (drawn)
) -> None:
    entries = [(key, (key, amount)) for key, amount in rows]
    lines = list(paginate(entries, (1,), grouped=grouped, rows=limit))
    assert [line.values for line in lines if line.number] == [values for _, values in entries]
    assert [line.number for line in lines if line.number] == list(range(1, len(rows) + 1))
    for n, (_, page) in enumerate(groupby(lines, lambda line: line.page)):
        own = list(page)
        assert {line.page for line in own} == {n}
        assert [line.row for line in own] == list(range(FIRST, FIRST + len(own)))
        assert own[-1].row <= limit
        by_row = {line.row: line for line in own}
        for line in own:
            if not line.number:
                key, first, last, sum_ = line.values
                assert isinstance(first, int)
                assert isinstance(last, int)
                parts = [by_row[row] for row in range(first, last + 1)]
                assert len(parts) > 1
                assert {part.level for part in parts} == {1}
                assert {part.values[0] for part in parts} == {key}
                told = [
                    one for one in (summable(part.values[1]) for part in parts) if one is not None
                ]
                assert sum_ == (sum(told) if told else None)


@given(groups, st.integers(7, 30))
def test_a_look_ahead_tells_what_is_written(rows: list[tuple[str, str | None]], limit: int) -> None:
    entries = [(key, (key, amount)) for key, amount in rows]
    sums = [(key, (amount,)) for key, amount in rows]
    ahead = pages_with_sums(paginate(sums, (0,), grouped=True, rows=limit), (0,))
    lines = list(paginate(entries, (1,), grouped=True, rows=limit))
    assert [page.last for page in ahead] == (
        [max(line.row for line in own) for _, own in groupby(lines, lambda line: line.page)]
        or [TOTALS]
    )
    told = [one for one in (summable(amount) for _, amount in rows) if one is not None]
    assert sum((page.sums[0] for page in ahead), Decimal(0)) == sum(told)
    assert sum(page.entries for page in ahead) == len(rows)
    page = page_of_groups(by_name(sums), limit, frozenset())
    assert (page is None) == (not rows or len(ahead) > 1 or ahead[0].last == limit)
    assert page is None or [page] == ahead


def by_name(entries: Iterable[Entry]) -> Iterator[Group]:
    """Entries by group, column by column."""
    for key, group in groupby(entries, lambda entry: entry[0]):
        values = [each for _, each in group]
        blocks = values[:2], values[2:]
        yield key, (list(zip(*block, strict=True)) for block in blocks if block)


class Listed(DetailSheet):
    """A sheet of names, amounts and remarks."""

    def __init__(self, rows: list[tuple[str, str | None]], *, grouped: bool) -> None:
        amount = Column("amount", "金额", "money", 13, summed=True, required=True)
        remark = Column("remark", "说明", "text", 8)
        super().__init__("表", "表", (Column("name", "名称", "centered", 9), amount, remark))
        self.grouped = grouped
        self._rows = rows

    def entries(self) -> Iterator[Entry]:
        return ((key, (key, amount, f"{amount}<\n" * len(key))) for key, amount in self._rows)


@given(groups, st.booleans(), st.integers(7, 300))
def test_rows_made_by_group_or_block_are_those_made_one_by_one(
    rows: list[tuple[str, str | None]],
    grouped: bool,  # noqa: FBT001  (drawn)
    limit: int,
) -> None:
    sheet = Listed(rows, grouped=grouped)
    styles: defaultdict[str, int] = defaultdict(lambda: 7)
    text = RowText(sheet, styles)
    lines = paginate(
        sheet.entries(), sheet.summed, grouped=grouped, rows=limit, required=sheet.required
    )
    found = DetailPages(sheet, sheet.pages(limit), [])
    made = [b"".join(page) for page in _page_rows(found, styles, limit)]
    pages = groupby(lines, lambda line: line.page)
    assert made == ([b"".join(map(text.row, own)) for _, own in pages] or [b""])


@given(st.integers(0, 200), st.integers(7, 40))
def test_a_count_tells_the_sheets_of_a_plain_list(count: int, limit: int) -> None:
    lines = paginate([("", ())] * count, (), grouped=False, rows=limit)
    by_lines = pages_with_sums(lines, ())
    assert [(page.last, page.entries) for page in by_lines] == [
        (page.last, page.entries) for page in pages_of_count(count, limit)
    ]


def with_texts(town: model.Submission, texts: list[str]) -> model.Submission:
    """The submission with these as names of its indicators, as its unit and as a fund."""
    form = town.forms[0]
    row = form.tables["indicators"][0]
    rows = tuple({**row, "level3": text} for text in texts)
    fund_row = town.forms[1].tables["funds"][0]
    funds = tuple({**fund_row, "fund": text} for text in texts)
    forms = (
        msgspec.structs.replace(form, tables={"indicators": rows}, sheet=texts[0][:31]),
        msgspec.structs.replace(town.forms[1], tables={"funds": funds}),
    )
    return msgspec.structs.replace(town, forms=forms, unit=texts[0])


def as_stored(text: str) -> str:
    """A text as a reader of the workbook gets it."""
    return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in truncated(text))


def test_text_from_a_file_stays_text(town: model.Submission, tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    summed(path, [("甲.xlsx", record(with_texts(town, HOSTILE)))])
    sheet = openpyxl.load_workbook(path)["绩效指标"]
    at = [cell.value for cell in sheet[HEADS]].index("三级指标")
    read = [row[at] for row in sheet.iter_rows(min_row=FIRST)]
    assert [cell.data_type for cell in read] == ["s"] * len(HOSTILE)
    for cell, text in zip(read, HOSTILE, strict=True):
        assert unescape(str(cell.value)) == as_stored(text), text[:20]
        assert cell.quotePrefix == (text[0] in "=+-@"), text[:20]
    by_calamine = CalamineWorkbook.from_path(path).get_sheet_by_name("绩效指标").to_python()
    assert len(by_calamine) == FIRST - 1 + len(HOSTILE)
    units = openpyxl.load_workbook(path)["报送情况"]
    assert units["B5"].value == HOSTILE[0]
    assert units["B5"].data_type == "s"


@settings(max_examples=15)
@example(["\r\n", "甲\r\n乙", "\r"])
@given(st.lists(st.text(min_size=1, max_size=50), min_size=1, max_size=20))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    known = Cells(cells.text_cells(1, 2), "</row>")
    xml = "".join(f'<row><c r="B{n}{known[text].decode()}' for n, text in enumerate(texts, 1))
    path = tmp_path_factory.mktemp("any") / "x.xlsx"
    openpyxl.Workbook().save(path)
    _replace_rows(path, xml)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    read = openpyxl.load_workbook(path)["Sheet"]
    told = [unescape(str(read.cell(n, 2).value)) for n in range(1, len(texts) + 1)]
    assert told == list(map(as_stored, texts))


def _replace_rows(path: Path, xml: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    start, end = sheet.index("<sheetData>") + 11, sheet.index("</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = (sheet[:start] + xml + sheet[end:]).encode()
    styles = parts["xl/styles.xml"].decode()
    xf = styles.index("</cellXfs>")
    styles = styles[:xf] + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 3 + styles[xf:]
    parts["xl/styles.xml"] = styles.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("text", "stored", "style"),
    [
        ("95.00", "95.00", 2),
        ("0", "0", 0),
        ("-3.5", "-3.5", 1),
        ("0.1234567", "0.1234567", 3),
        ("33.333333333333333333", "33.333333333333336", 3),
    ],
)
def test_a_figure_is_a_number_with_its_places(text: str, stored: str, style: int) -> None:
    maker = cells.figure_cells((0, 1, 2, 3), 9)
    assert maker(text) == f'" s="{style}"><v>{stored}</v></c>'


@pytest.mark.parametrize("text", ["9" * 16, "1" + "0" * 400, "NaN", "Infinity"])
def test_what_no_spreadsheet_holds_is_words_and_not_added(text: str) -> None:
    maker = cells.figure_cells((0, 1, 2, 3), 9)
    assert 't="inlineStr"' in maker(text)
    assert summable(text) is None


def test_a_sum_without_one_of_its_figures_is_unknown(
    town: model.Submission, tmp_path: Path
) -> None:
    fund_row = town.forms[1].tables["funds"][0]
    rows = ({**fund_row, "amount": Decimal(7)}, {**fund_row, "amount": None})
    form = msgspec.structs.replace(town.forms[1], tables={"funds": rows})
    one = msgspec.structs.replace(town, forms=(form,))
    summed(tmp_path / "x.xlsx", [("甲.xlsx", record(one))])
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", data_only=True)
    sheet = book["专项资金（按单位）"]
    figures = [sheet.cell(row, 4).value for row in (TOTALS, FIRST, FIRST + 1, FIRST + 2)]
    assert figures == ["未知", 7, None, "未知"]
    units = book["报送情况"]
    heads = [cell.value for cell in units[HEADS]]
    funds = heads.index("专项资金合计")
    assert [units[row][funds].value for row in (TOTALS, FIRST)] == ["未知", "未知"]
    # No form has the other figures: nothing is said of them.
    assert "部门整体资金总额" not in heads
    overview = [[cell.value for cell in row] for row in book["总览"].iter_rows()]
    tiles = dict(zip(overview[2], overview[3], strict=True))
    assert tiles["专项资金合计"] == "未知"
    assert not {"部门整体资金总额", "支出明细合计"} & set(tiles)
    [unit] = [row for row in overview if row[1] == town.unit]
    assert unit[4:6] == [None, None]
    [note] = [row[0] for row in overview if "未知" in str(row[0])]
    assert note == "专项资金合计未知：1 处没有能算的金额，其余 1 处共 7 万元。"


def test_links_name_what_a_formula_would_read_otherwise() -> None:
    leads = LinkTargets(Path("出/汇总.xlsx")).links_into("入/50%#一.xlsx")
    assert leads.to("O'Neil \"&", "B5") == formula_link(
        (
            "HYPERLINK(\"../入/50%25%23一.xlsx#'O''Neil &quot;&quot;&amp;'!B5\","
            '"O\'Neil &quot;&quot;&amp;!B5")'
        ),
        "O'Neil &quot;&amp;!B5",
    )
    assert leads.to("附表3-1", "续表!C7") == formula_link(
        'HYPERLINK("../入/50%25%23一.xlsx#\'续表\'!C7","续表!C7")',
        "续表!C7",
    )
    assert leads.to("", "") == ""


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["附表1", "附表3-1", "O'Neil \"&", "长" * 200, ""]),
            st.sampled_from(["B5", "XFD1048576", "", "续表!C7", "第五行", "<5>", "A 1", "\ud800"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["甲.xlsx", "包.zip!甲.xlsx", "长" * 250 + ".xlsx", "a:b.xlsx"]),
    st.sampled_from(["xlsx", "docx", ""]),
)
def test_links_of_a_column_are_those_of_its_cells(
    places: list[tuple[str, str]], path: str, kind: str
) -> None:
    targets = LinkTargets(Path("汇总.xlsx"))
    sheets, named = [sheet for sheet, _ in places], [cell for _, cell in places]
    one_by_one = [targets.links_into(path, kind).to(*place) for place in places]
    assert targets.links_into(path, kind).to_all(sheets, named) == one_by_one


@pytest.mark.parametrize(
    "path",
    [
        "全区.zip!甲镇/表.xlsx",
        "名\ufffd.xlsx",
        "s3://bucket/表.xlsx",
        "http:/x.xlsx",
        "mailto:x.xlsx",
    ],
)
def test_nothing_leads_into_archives_and_networks(path: str) -> None:
    assert LinkTargets(Path("汇总.xlsx")).links_into(path).to("附表1", "B5") == "附表1!B5"


def test_nothing_is_linked_where_the_workbook_is_to_lie_elsewhere() -> None:
    assert LinkTargets(None).links_into("甲.xlsx").to("附表1", "B5") == "附表1!B5"


def test_what_a_formula_cannot_hold_is_no_link() -> None:
    assert FileLinks("长" * 250 + ".xlsx").to("附表1", "B5") == "附表1!B5"


def test_what_xml_has_no_room_for_is_escaped() -> None:
    assert escaped("a\x0bb_x0041_\ud800") == "a_x000B_b_x005F_x0041_\ufffd"


def test_a_replaced_file_counts_no_more(town: model.Submission, tmp_path: Path) -> None:
    early, late = checked(SAMPLE), record(msgspec.structs.replace(town, forms=town.forms[:2]))
    late = msgspec.structs.replace(late, sha256="0" * 64)
    files = [("云田镇.xlsx", early), ("云田镇（最终版）.xlsx", late)]
    made = summed(tmp_path / "x.xlsx", files)
    book = openpyxl.load_workbook(made.path, data_only=True)
    assert figure(book["专项资金（按单位）"]["D4"].value) == 611
    sources = book["来源"]
    states = [row[6] for row in sources.iter_rows(min_row=FIRST, values_only=True)]
    assert states.count("不计入") == len(made.written.stats.district.status.selection.excluded) > 0


def test_figures_that_differ_are_listed_and_added_up(
    town: model.Submission, tmp_path: Path
) -> None:
    rows = town.forms[1].tables["funds"]
    more = ({**rows[0], "amount": Decimal("100.5")}, *rows[1:])
    form = msgspec.structs.replace(town.forms[1], tables={"funds": more})
    forms = (town.forms[0], form, *town.forms[2:])
    made = summed(
        tmp_path / "x.xlsx", [("甲.xlsx", record(msgspec.structs.replace(town, forms=forms)))]
    )
    told = openpyxl.load_workbook(made.path, data_only=True)
    listed = list(told["金额核对"].iter_rows(min_row=FIRST, values_only=True))
    assert [(row[1], row[4], row[6], row[7], row[8]) for row in listed] == [
        (town.unit, 611, 616.5, -5.5, "差额")
    ]
    assert openpyxl.load_workbook(made.path)["金额核对"]["H5"].value == "=ROUND(E5-G5,2)"
    overview = {row[0]: row for row in told["总览"].iter_rows(values_only=True)}
    assert overview["附表2各专项金额之和"][4:7:2] == (616.5, 5.5)
