"""A label that is misspelt or gone never gives a field or a column the values of another one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from xlform.formats.source import read_file
from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source, Submission, text_of
from xlform.reading.index import Labels
from xlform.reading.submission import read_grid
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.store import load_template, load_templates, template_folders

SAMPLES = Path(__file__).parents[2] / "samples"
# Forms that print labels twice, for the term and for the year.
HALVES = [
    "项目支出绩效目标申报表", "项目支出绩效目标申报表（中期和年度）",
    "项目支出绩效目标申报表（2021年版）", "中央对地方专项转移支付区域绩效目标表",
]  # fmt: skip
OTHERS = [
    "项目支出绩效自评表",
    "项目支出绩效目标执行监控表",
    "部门公开表22",
    "部门整体支出绩效目标申报表",
]
TEMPLATES = load_templates(template_folders(None))
LABELS = Labels.of(one for one in TEMPLATES if not one.prose)


def spoilt(text: str) -> Iterator[str]:
    """The text with a character wrong, without one, with two exchanged, and another text."""
    middle = len(text) // 2
    yield text[:middle] + "拔" + text[middle + 1 :]
    yield text[:middle] + text[middle + 1 :]
    yield text[: middle - 1] + text[middle] + text[middle - 1] + text[middle + 1 :]
    yield "资料说明"
    yield ""


def with_text(grid: Grid, position: Position, text: str) -> Grid:
    """The workbook of one sheet with another text in a cell, or without the cell."""
    (sheet,) = grid.sheets
    cells = {at: cell for at, cell in sheet.cells.items() if at != position or text}
    if text:
        cells[position] = Cell(text)
    return msgspec.structs.replace(grid, sheets=(msgspec.structs.replace(sheet, cells=cells),))


def printed_labels(sheet: Sheet) -> list[Position]:
    """The cells with a label."""
    return [
        at
        for at, cell in sheet.cells.items()
        if isinstance(cell.value, str) and LABELS.in_text(cell.value)
    ]


def places(submission: Submission, *, fields: bool) -> set[tuple[str, str]]:
    """The cell of each value that is there, with the name of its field or column."""
    found = set()
    for form in submission.forms:
        for path, cell in form.origins.items():
            name = re.sub(r"\[\d+\]", "", path)
            row = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)", path)
            value = form.tables[row[1]][int(row[2])].get(row[3]) if row else form.fields.get(path)
            is_there = value is not None and (text_of(value) or isinstance(value, Decimal))
            if is_there and not (fields and row):
                found.add((name, cell))
    return found


def source(name: str) -> tuple[Source, Grid]:
    return read_file(SAMPLES / f"{name}.xlsx")


def misplaced(name: str, *, twice: bool) -> list[str]:
    """The values that come from another's cell once one label is spoilt."""
    record, grid = source(name)
    (sheet,) = grid.sheets
    right = places(read_grid(grid, record, TEMPLATES), fields=False)
    cells = printed_labels(sheet)
    printed = Counter(fold(sheet.cells[at].text) for at in cells)
    wrong = []
    for at in cells:
        label = sheet.cells[at].text
        if (printed[fold(label)] > 1) is not twice:
            continue
        for text in spoilt(label) if twice else ("资料说明", ""):
            if text and LABELS.in_text(text):
                continue
            found = read_grid(with_text(grid, at, text), record, TEMPLATES)
            others = places(found, fields=not twice) - right
            wrong += [f"{label} → {text}: {path} {cell}" for path, cell in sorted(others)]
    return wrong


@pytest.mark.parametrize("name", HALVES)
def test_a_label_printed_twice(name: str) -> None:
    assert misplaced(name, twice=True) == []


@pytest.mark.parametrize("name", [*HALVES, *OTHERS])
def test_a_label_printed_once(name: str) -> None:
    assert [one for one in misplaced(name, twice=False) if "signatory" not in one] == []


def project(at: Position, text: str) -> Form:
    record, grid = source("项目支出绩效目标申报表")
    (form,) = read_grid(with_text(grid, at, text), record, TEMPLATES).forms
    return form


def notes(form: Form) -> list[tuple[str, str, str]]:
    return [(note.code, note.cell, note.meant) for note in form.notes]


def test_the_amounts_of_the_term_and_of_the_year() -> None:
    form = project((7, 2), "其中：财政拔款")
    assert [form.fields["period_fiscal"], form.fields["annual_fiscal"]] == [180, 60]
    assert notes(form) == [("label-near", "B7", "中期财政拨款")]


@pytest.mark.parametrize(
    ("at", "lost", "kept"), [((7, 2), "period", "annual"), ((7, 6), "annual", "period")]
)
def test_a_label_that_is_gone_is_told(at: Position, lost: str, kept: str) -> None:
    form = project(at, "")
    amounts = {"period": 180, "annual": 60}
    assert form.fields[f"{lost}_fiscal"] is None
    assert form.fields[f"{kept}_fiscal"] == amounts[kept]
    ((code, _, meant),) = notes(form)
    assert (code, meant) == (
        "field-missing",
        {"period": "中期", "annual": "年度"}[lost] + "财政拨款",
    )


def test_a_missing_header_is_told_with_its_table() -> None:
    assert notes(project((11, 5), "资料说明")) == [
        ("column-missing", "A11", "指标值（中期绩效指标）")
    ]
    assert notes(project((11, 8), "资料说明")) == [
        ("column-missing", "A11", "指标值（年度绩效指标）")
    ]


def test_a_spoilt_header_of_the_last_column_narrows_no_field() -> None:
    record, grid = source("项目支出绩效目标申报表（中期和年度）")
    (form,) = read_grid(with_text(grid, (11, 5), "资料说明"), record, TEMPLATES).forms
    assert form.fields["annual_total"] == 72
    assert text_of(form.fields["period"]) == "2023年—2025年"


BELOW = """
kind = "trial-halves"
name = "试两段表"
title = ['试两段表$']
[recognise]
labels = ["项目名称", "前段总额", "后段总额"]
least = 2
[field]
name         = { label = "项目名称" }
first        = { label = "前段总额", under = "资金", kind = "amount" }
second       = { label = "后段总额", under = "资金", kind = "amount" }
first_grant  = { label = "其中：补助款", name = "前段", under = "资金", kind = "amount", nth = 1 }
second_grant = { label = "其中：补助款", name = "后段", under = "资金", kind = "amount", nth = 2 }
first_other  = { label = "别的资金", name = "前段别的", under = "资金", kind = "amount", nth = 1 }
second_other = { label = "别的资金", name = "后段别的", under = "资金", kind = "amount", nth = 2 }
"""
BELOW_SHEET = """
| 试两段表 | <              | <  |
| 项目名称 | 植树           | <  |
| 资金     | 前段总额       | 12 |
| ^        | 其中：补助款 | 7  |
| ^        | 别的资金       | 5  |
| ^        | 后段总额       | 30 |
| ^        | 其中：补助款 | 20 |
| ^        | 别的资金       | 10 |
"""


def template(tmp_path: Path, declaration: str) -> FormTemplate:
    folder = tmp_path / "own" / "trial"
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text(declaration, encoding="utf-8")
    return load_template(folder, "own/trial")


def below(tmp_path: Path, *texts: tuple[Position, str]) -> Form:
    known = template(tmp_path, BELOW)
    grid = parse(BELOW_SHEET)
    for at, text in texts:
        grid = with_text(grid, at, text)
    (form,) = read_grid(grid, Source("表.xlsx", "xlsx", ""), (known,)).forms
    return form


def amounts(form: Form) -> list[object]:
    names = ("first_grant", "second_grant", "first_other", "second_other")
    return [form.fields[name] for name in names]


@pytest.mark.parametrize(
    ("at", "text", "read"),
    [
        ((4, 2), "其中：补肋款", [7, 20, 5, 10]),
        ((4, 2), "资料", [None, 20, 5, 10]),
        ((7, 2), "资料", [7, None, 5, 10]),
        ((5, 2), "", [7, 20, None, 10]),
        ((8, 2), "", [7, 20, 5, None]),
    ],
)
def test_halves_below_each_other(
    tmp_path: Path, at: Position, text: str, read: list[object]
) -> None:
    assert amounts(below(tmp_path, (at, text))) == read


def test_both_labels_misspelt_alike(tmp_path: Path) -> None:
    form = below(tmp_path, ((4, 2), "其中：补肋款"), ((7, 2), "其中：补肋款"))
    assert amounts(form) == [7, 20, 5, 10]


def test_what_no_other_label_tells_is_unknown_and_told(tmp_path: Path) -> None:
    form = below(tmp_path, ((4, 2), "资料"), ((8, 2), "资料"))
    assert amounts(form) == [None] * 4
    assert [(code, meant) for code, _, meant in notes(form)] == [
        ("field-missing", "前段"), ("field-missing", "后段"),
        ("field-missing", "前段别的"), ("field-missing", "后段别的"),
    ]  # fmt: skip


WEIGHTS = """
kind = "trial-weights"
name = "试分值表"
title = ['试分值表$']
[recognise]
labels = ["一级指标", "三级指标", "评分办法"]
least = 2
[field]
name = { label = "项目名称" }
[table.indicators]
[table.indicators.column]
level1  = { label = "一级指标" }
weight1 = { label = "指标分值", kind = "number", nth = 1 }
level2  = { label = "二级指标" }
weight2 = { label = "指标分值", kind = "number", nth = 2 }
level3  = { label = "三级指标" }
weight3 = { label = "指标分值", kind = "number", nth = 3 }
scoring = { label = "评分办法" }
"""
WEIGHTS_SHEET = """
| 试分值表 | <        | <        | <        | <        | <        | <        |
| 一级指标 | 指标分值 | 二级指标 | 指标分值 | 三级指标 | 指标分值 | 评分办法 |
| 产出     | 50       | 数量     | 30       | 株数     | 10       | 点数     |
"""


@pytest.mark.parametrize("spoilt_at", [2, 4, 6])
@pytest.mark.parametrize("text", ["指标分直", "资料", ""])
def test_equal_headers_of_one_table(tmp_path: Path, spoilt_at: int, text: str) -> None:
    known = template(tmp_path, WEIGHTS)
    grid = with_text(parse(WEIGHTS_SHEET), (2, spoilt_at), text)
    (form,) = read_grid(grid, Source("表.xlsx", "xlsx", ""), (known,)).forms
    (row,) = form.tables["indicators"]
    found = [row.get(f"weight{n}") for n in (1, 2, 3)]
    right = [50, 30, 10]
    expected = [
        None if text != "指标分直" and 2 * n == spoilt_at else right[n - 1] for n in (1, 2, 3)
    ]
    assert found == expected
    assert [row.get("level1"), row.get("level2"), row.get("level3")] == ["产出", "数量", "株数"]
