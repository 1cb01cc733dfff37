"""A summary of any kinds of form: sheets, totals and the overview follow from declarations."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from office import needs_office, recomputed
from openpyxl.worksheet.worksheet import Worksheet
from summing import Made, checked, summed

import xlform
from xlform.summary.query import run_query, tables_of

SAMPLES = Path(__file__).parents[2] / "samples"
NATIONAL = [path for path in sorted(SAMPLES.glob("*.xlsx")) if path.stem != "云田镇"]
TOWN, EVALUATION = SAMPLES / "云田镇.xlsx", SAMPLES / "项目支出绩效自评表.xlsx"
TARGETS = (
    SAMPLES / "项目支出绩效目标申报表.xlsx",
    SAMPLES / "项目支出绩效目标申报表（2021年版）.xlsx",
)
OF_2023 = [
    TOWN,
    EVALUATION,
    SAMPLES / "项目支出绩效目标执行监控表.xlsx",
    SAMPLES / "部门整体支出绩效目标申报表.xlsx",
]
HEADS, TOTALS, FIRST = 3, 4, 5
# What the summary says of every batch, besides its sheets of forms.
OWN = {"总览", "报送情况", "金额核对", "问题清单", "来源"}
PROJECT = """
kind = "{kind}"
name = "工程台账表"
title = ["工程台账表$"]
repeat = "many"
{more}
[recognise]
labels = ["工程概况", "工程投资（元）", "完成比例"]
[field]
{unit}
works    = {{ label = "工程概况", role = "project" }}
{money}
share    = {{ label = "完成比例", kind = "percent" }}
target_value = {{ label = "备案号" }}
target   = {{ label = "投用目标", kind = "target" }}
[table.{table}]
title = "分项"
total = {{ label = "合计", column = "points", field = "points_total" }}
[table.{table}.column]
item   = {{ label = "分项名称" }}
points = {{ label = "评分", kind = "number" }}
"""
MONEY = 'cost = { label = "工程投资（元）", kind = "amount", role = "amount" }'
UNIT = 'unit = { label = "建设单位" }'


def summary(path: Path, files: Iterable[Path]) -> Made:
    return summed(path / "汇总.xlsx", [(str(file), checked(file)) for file in files])


def heads(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[HEADS]]


def of_column(sheet: Worksheet, head: str) -> list[object]:
    """The values of entries, without 小计, below a head."""
    at = heads(sheet).index(head)
    rows = sheet.iter_rows(min_row=FIRST, values_only=True)
    return [row[at] for row in rows if isinstance(row[0], int)]


def total(sheet: Worksheet, head: str) -> object:
    return sheet.cell(TOTALS, heads(sheet).index(head) + 1).value


def overview(path: Path) -> dict[object, object]:
    """The tiles: a word above each figure."""
    sheet = openpyxl.load_workbook(path, data_only=True)["总览"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=14)]
    return {word: figure for above, below in zip(rows[::2], rows[1::2], strict=True)
            for word, figure in zip(above, below, strict=True) if word}  # fmt: skip


@pytest.mark.parametrize("path", NATIONAL, ids=lambda path: path.stem)
def test_a_batch_of_one_kind_has_its_sheets_and_links(path: Path, tmp_path: Path) -> None:
    made = summary(tmp_path, [path])
    forms = checked(path).forms
    book = openpyxl.load_workbook(made.path)
    (first, *_) = [sheet for sheet in book if sheet.title not in OWN]
    assert len(of_column(first, "年度")) == forms
    for sheet in (sheet for sheet in book if sheet.title not in OWN):
        assert sheet.freeze_panes == "C5"
        links = [head for head in heads(sheet) if head.startswith("来源")]
        assert any("HYPERLINK" in str(value) for head in links for value in of_column(sheet, head))
    kind = made.written.stats.district.kinds
    assert len(kind) == 1
    assert "金额核对" not in book.sheetnames


def test_totals_stand_over_amounts_alone(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(summary(tmp_path, [EVALUATION]).path, data_only=True)
    forms, indicators = book["项目自评"], book["绩效指标"]
    assert [total(forms, head) for head in ("全年预算数", "全年执行数")] == [110, 104.5]
    assert [total(forms, head) for head in ("执行率", "总分·得分")] == [None, None]
    assert of_column(forms, "执行率") == [95]
    at = heads(forms).index("执行率") + 1
    assert forms.cell(FIRST, at).number_format == '0"%"'
    assert [total(indicators, head) for head in ("分值", "得分")] == [None, None]
    assert sum(of_column(indicators, "分值")) == 90  # type: ignore[arg-type]  # numbers


def test_two_editions_of_a_kind_share_a_sheet_and_money_is_in_its_unit(tmp_path: Path) -> None:
    files = [(str(path), msgspec.structs.replace(checked(path), year=2024)) for path in TARGETS]
    path = summed(tmp_path / "x.xlsx", files).path
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book["项目申报"]
    assert sorted(map(str, of_column(sheet, "项目名称"))) == [
        "社区养老服务站运营补助", "青禾镇山塘清淤和渠道修复",
    ]  # fmt: skip
    # One edition is filled in in 元, the other has no 当年财政拨款 and no 上年结转.
    assert sorted(of_column(sheet, "年度资金总额")) == [70, 86]  # type: ignore[type-var]  # numbers
    assert total(sheet, "年度资金总额") == 156
    assert {"项目性质", "项目属性"} <= set(heads(sheet))
    assert not any("元" in head for head in heads(sheet))
    assert {"中期绩效指标", "绩效指标"} <= set(book.sheetnames)


@needs_office
def test_every_formula_of_a_mixed_batch_has_its_result(tmp_path: Path) -> None:
    made = summary(tmp_path, OF_2023)
    (theirs,) = recomputed([made.path], tmp_path)
    formulas, ours = (
        openpyxl.load_workbook(made.path),
        openpyxl.load_workbook(made.path, data_only=True),
    )
    other = openpyxl.load_workbook(theirs, data_only=True)
    compared = 0
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            mine, their = (book[sheet.title][cell.coordinate].value for book in (ours, other))
            same = abs(mine - their) < 1e-6 if isinstance(mine, int | float) else mine == their
            assert same, (sheet.title, cell.coordinate, mine, their)
            compared += 1
    assert compared > 200
    # The indicators of each kind with columns of its own are on a sheet of their own.
    assert {"绩效指标", "项目自评·绩效指标", "执行监控·绩效指标"} <= set(formulas.sheetnames)
    assert "实际完成值" not in heads(formulas["绩效指标"])


def test_the_overview_of_evaluations_is_made_of_their_roles(tmp_path: Path) -> None:
    path = summary(tmp_path, [EVALUATION]).path
    tiles = overview(path)
    assert (tiles["全年预算数"], tiles["全年执行数"]) == (110, 104.5)
    assert tiles["项目自评"] == 1
    assert not {"部门整体资金总额", "金额不一致处"} & set(tiles)
    book = openpyxl.load_workbook(path, data_only=True)
    words = {cell.value for row in book["总览"].iter_rows() for cell in row}
    assert {"2023年度项目支出绩效自评表汇总", "金额最大的单位", "金额最大的项目"} <= words
    assert heads(book["报送情况"])[4:7] == ["项目自评", "全年预算数", "全年执行数"]


# Forms of the users' own


def own_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **parts: str) -> None:
    folder = tmp_path / "templates" / "own" / "works"
    folder.mkdir(parents=True)
    details = {
        "kind": "works",
        "more": 'money = "元"',
        "unit": UNIT,
        "money": MONEY,
        "table": "parts",
    } | parts
    (folder / "form.toml").write_text(PROJECT.format(**details), encoding="utf-8")
    monkeypatch.setenv("XLFORM_TEMPLATES", str(tmp_path / "templates"))


def works(path: Path, name: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["工程台账表"], ["建设单位", "甲镇"], ["工程概况", name], ["工程投资（元）", 120000],
        ["完成比例", "80%"], ["备案号", "A-1"], ["投用目标", "≥2座"], ["分项名称", "评分"],
        ["-1 路基", 8], ["@桥", 9], ["合计", 17],
    ):  # fmt: skip
        sheet.append(row)
    sheet["B3"].data_type = sheet["A9"].data_type = sheet["A10"].data_type = "s"
    book.save(path)
    return path


def sql_name(parts: dict[str, str]) -> str:
    kind = parts.get("kind", "works")
    return {"files": "files_forms", "notes": "notes_forms", "工程 / 台账": "工程_台账"}.get(
        kind, kind
    )


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"unit": "", "money": ""},
        {"kind": "files", "table": "forms"},
        {"kind": "工程 / 台账"},
        {"kind": "notes", "table": "works", "more": 'money = "元"\nshort = "工程[台账]"'},
        {"table": "expenses"},
        {"table": "indicators"},
        {"table": "funds", "money": MONEY.replace('"amount" }', '"budget" }')},
    ],
)  # fmt: skip
def test_any_declaration_is_summarized_beside_the_shipped_ones(
    parts: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_template(tmp_path, monkeypatch, **parts)
    files = [works(tmp_path / f"{n}.xlsx", name) for n, name in enumerate(("=1+1", "+二期"))]
    for batch in (files, [*files, TOWN]):
        out, data = tmp_path / "汇总.xlsx", tmp_path / "数据"
        xlform.summarize(batch, out, data=data, cache=False, jobs=1)
        book = openpyxl.load_workbook(out)
        sheet = next(sheet for sheet in book if "工程概况" in heads(sheet))
        cells = (cell for row in sheet.iter_rows(min_row=FIRST) for cell in row)
        (text,) = [cell for cell in cells if cell.value == "=1+1"]
        assert (text.data_type, text.quotePrefix) == ("s", True)
        if parts.get("money", MONEY):
            assert of_column(sheet, "工程投资") == [12, 12]
        assert of_column(sheet, "完成比例") == [80, 80]
        entries = next(sheet for sheet in book if "分项名称" in heads(sheet))
        assert sorted(map(str, of_column(entries, "分项名称"))) == ["-1 路基"] * 2 + ["@桥"] * 2
        assert total(entries, "评分") is None
        # Other forms' money is untouched, and everything can be asked for by its name.
        ((funds,),) = run_query(data, "select sum(amount) from funds").rows
        assert funds == (Decimal(611) if TOWN in batch else None)
        assert tables_of(data)[sql_name(parts)] == len(files)


def test_words_in_another_edition_leave_the_figures_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = 'budget = { label = "预算依据" }\nexecution_rate = { label = "进度说明" }'
    own_template(tmp_path, monkeypatch, kind="self-evaluation", money=words)
    out = tmp_path / "汇总.xlsx"
    xlform.summarize([EVALUATION], out, cache=False, jobs=1)
    sheet = openpyxl.load_workbook(out, data_only=True)["项目自评"]
    assert (total(sheet, "全年预算数"), of_column(sheet, "执行率")) == (110, [95])
    assert overview(out)["全年预算数"] == 110


def test_processes_and_memory_make_no_difference_to_any_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLFORM_CACHE", str(tmp_path / "cache"))
    out, data = tmp_path / "汇总.xlsx", tmp_path / "数据"
    made = []
    for files, jobs, cache in (([*NATIONAL, TOWN], 1, False), ([TOWN, *NATIONAL], 2, True),
                               ([*NATIONAL, TOWN], 2, True)):  # fmt: skip
        xlform.summarize(files, out, jobs=jobs, cache=cache, data=data)
        made.append(out.read_bytes())
    assert made[0] == made[1] == made[2]
    statement = "select name, score, budget, executed from self_evaluation where score > 99"
    rows = [*run_query(data, statement).rows]
    assert ("山塘清淤加固项目", Decimal("99.1"), Decimal(110), Decimal("104.5")) in rows
    statement = "select kind, sum(weight) from indicators where kind = 'self-evaluation' group by 1"
    assert [*run_query(data, statement).rows]
