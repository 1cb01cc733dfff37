"""What a person points at on a blank: each correction changes the declaration as it says."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.errors import XlformError
from xlform.formats.blank_workbook import SheetHints
from xlform.grid.address import parse_cell
from xlform.grid.model import Cell, Grid, Sheet, origin
from xlform.grid.notation import parse
from xlform.learning.corrections import (
    NO_CORRECTIONS,
    Corrections,
    FormChange,
    PartChange,
    PointingProblem,
)
from xlform.learning.declared import template_of
from xlform.learning.learn import learn_sheet
from xlform.learning.pointing import parts_by_key
from xlform.learning.proposal import LearntForm
from xlform.learning.toml_text import toml_text
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.template.declaration import FormDeclaration
from xlform.template.form import FormTemplate

# Labels of words that no list has, beside and above their values; a list; a note.
BLANK = """
| 坡塘渠修缮登记表 | < | < | < |
| 坡塘名 | | 管护人 | |
| 修缮缘由 | < | 备用格 | < |
| 甲乙丙丁 | | | |
| 年份栏 | 计划方 | 实际方 | 单价栏 |
| 东段 | | | |
| 西段 | | | |
| 合算 | | | |
| 请用黑色笔填 | < | < | < |
"""


def sheet_of(text: str = BLANK) -> Sheet:
    return parse(text).sheets[0]


def learnt(corrections: Corrections, sheet: Sheet | None = None) -> LearntForm:
    return learn_sheet(sheet or sheet_of(), SheetHints(), (), corrections=corrections)


def filled(sheet: Sheet, **values: str | Decimal) -> Sheet:
    cells = {**sheet.cells, **{parse_cell(cell): Cell(value) for cell, value in values.items()}}
    return msgspec.structs.replace(sheet, cells=dict(sorted(cells.items())))


def saved(form: LearntForm) -> FormTemplate:
    """Return the template of a form whose declaration was written and read."""
    data = tomllib.loads(toml_text(form, "表.xlsx"))
    return FormTemplate.of("own/form", Path(), msgspec.convert(data, FormDeclaration))


def read(form: LearntForm, sheet: Sheet) -> dict[str, object]:
    """Return what the saved template reads from each cell."""
    submission = read_grid(Grid((sheet,)), Source("", "xlsx", ""), (saved(form),))
    found: dict[str, object] = {}
    for one in submission.forms:
        for path, cell in one.origins.items():
            table, is_row, rest = path.partition("[")
            number, _, name = rest.partition("].")
            value = one.tables[table][int(number)].get(name) if is_row else one.fields.get(path)
            found[cell] = found.get(cell) or value
    return found


def test_a_label_and_its_value() -> None:
    form = learnt(NO_CORRECTIONS.with_pair("a3", " A4 ").with_pair("C3", "$C$4"))
    assert {field.label: origin(field.value) for field in form.fields} == {
        "坡塘名": "B2", "管护人": "D2", "修缮缘由": "A4", "备用格": "C4",
    }  # fmt: skip
    values = read(form, filled(sheet_of(BLANK.replace("甲乙丙丁", "漏水")), C4="无"))
    assert (values["A4"], values["C4"]) == ("漏水", "无")


def test_a_label_with_its_value_in_the_same_cell() -> None:
    text = BLANK.replace("| 甲乙丙丁 | | | |", "| 甲乙丙丁：  戊己： | < | < | < |")
    form = learnt(NO_CORRECTIONS.with_pair("A4", "B4").with_pair("A4", "A4"), sheet_of(text))
    assert [(field.label, origin(field.value)) for field in form.fields][-2:] == [
        ("甲乙丙丁", "A4"), ("戊己", "A4"),
    ]  # fmt: skip
    assert read(form, sheet_of(text.replace("丙丁：", "丙丁：东段")))["A4"] == "东段"


def test_a_value_apart_from_its_label_is_at_a_crossing() -> None:
    sheet = sheet_of("""
| 坡塘修缮情况登记表 | < | < |
| 坡塘名 | | 备用格 |
| 类别栏 | 计划方 | 实际方 |
| 东段 | | |
| 西段 | | |
""")
    form = learnt(NO_CORRECTIONS.with_pair("C3", "C5").with_pair("A4", "C4"), sheet)
    crossed = {(field.label, field.row_label): origin(field.value) for field in form.fields}
    assert crossed["实际方", "西段"] == "C5"
    assert crossed["实际方", "东段"] == "C4"
    values = read(form, filled(sheet, C5=Decimal(3), C4=Decimal(2)))
    assert (values["C4"], values["C5"]) == (Decimal(2), Decimal(3))
    row = learnt(NO_CORRECTIONS.with_pair("A4", "B4").with_pair("A4", "C4"), sheet)
    assert {origin(field.value) for field in row.fields} >= {"B4", "C4"}


def test_of_two_values_of_a_label_the_last_counts() -> None:
    form = learnt(NO_CORRECTIONS.with_pair("A2", "B2").with_pair("A2", "A3"), sheet_of(
        "| 登记表 | < |\n| 坡塘名 | |\n| | |\n| 管护人 | |"
    ))  # fmt: skip
    assert {field.label: origin(field.value) for field in form.fields} == {
        "坡塘名": "A3", "管护人": "B4",
    }  # fmt: skip


def test_a_crossing_of_rows_and_columns() -> None:
    sheet = sheet_of("""
| 坡塘收支登记表 | < | < | < |
| 业务栏 | 前门 | 后门 | 侧门 |
| 今岁 | | | |
| 去岁 | | | |
| 管护人 | < | | < |
""")
    assert learnt(NO_CORRECTIONS, sheet).tables
    form = learnt(NO_CORRECTIONS.with_table("A2", "D2", crossing=True), sheet)
    assert form.tables == []
    crossed = [(field.label, field.row_label) for field in form.fields if field.row_head]
    assert crossed[:2] == [("前门", "今岁"), ("后门", "今岁")]
    assert len(crossed) == 6
    values = read(form, filled(sheet, B3=Decimal(1), D4=Decimal(6), C5="某某"))
    assert (values["B3"], values["D4"], values["C5"]) == (Decimal(1), Decimal(6), "某某")


def test_a_table_with_its_columns_and_its_total() -> None:
    text = BLANK.replace("| 年份栏 |", "| 年份栏： |")  # no header of a table by itself
    amounts = PartChange(kind="amount")
    corrections = (
        NO_CORRECTIONS.with_table("D5", "A5", "B7")
        .with_total("A8")
        .with_part("column:B5", amounts)
        .with_part("column:C5", amounts)
        .with_part("column:C5", PartChange(name="done", required=True))
        .with_mark("A9", "none")
    )
    form = learnt(corrections, sheet_of(text))
    (table,) = form.tables
    assert [column.label for column in table.columns] == ["年份栏", "计划方", "实际方", "单价栏"]
    assert (table.first_row, table.last_row) == (6, 7)
    assert table.total
    assert set(table.total.fields) == {"planned", "done"}
    assert any("请用黑色笔填" in slot.text for slot in form.notes)
    values = read(form, filled(sheet_of(text), B6=Decimal(4), C7=Decimal(5), B8=Decimal(9)))
    assert (values["B6"], values["C7"], values["B8"]) == (Decimal(4), Decimal(5), Decimal(9))


def test_what_is_no_part_is_left_out() -> None:
    form = learnt(NO_CORRECTIONS.with_mark("A2", "none").with_mark("D2", "none"))
    assert [field.label for field in form.fields] == ["甲乙丙丁"]
    assert [table.columns[0].label for table in form.tables] == ["年份栏"]
    without = learnt(NO_CORRECTIONS.with_mark("D5", "none").with_mark("C5", "none"))
    assert [column.label for column in without.tables[0].columns] == ["年份栏", "计划方"]


def test_a_form_without_a_title_and_one_with_another() -> None:
    text = "| 坡塘名 | | 管护人 | |\n| 修缮措施 | < | < | < |\n| | < | < | < |\n| 鱼种 | | | |"
    proposed = learnt(NO_CORRECTIONS, sheet_of(text))
    assert proposed.title == "修缮措施"
    form = learnt(NO_CORRECTIONS.with_pair("A2", "A3"), sheet_of(text))
    assert [field.label for field in form.fields] == ["坡塘名", "管护人", "修缮措施", "鱼种"]
    assert form.title == "Sheet1"
    assert learnt(NO_CORRECTIONS.with_title("A2")).title == "坡塘名"


def test_totals_of_two_halves() -> None:
    sheet = sheet_of("""
| 坡塘收支登记表 | < | < | < |
| 项目 | 预算数 | 项目 | 预算数 |
| 甲 | | 丙 | |
| 乙 | | 丁 | |
| 收的合算 | | 支的合算 | |
""")
    form = learnt(NO_CORRECTIONS.with_total("A5").with_total("C5"), sheet)
    assert [table.total.label for table in form.tables if table.total] == ["收的合算", "支的合算"]
    values = read(form, filled(sheet, B5=Decimal(7), D5=Decimal(9), B3=Decimal(7), D4=Decimal(9)))
    assert (values["B5"], values["D5"]) == (Decimal(7), Decimal(9))


def test_marks_make_labels_and_values() -> None:
    text = "| 坡塘登记表 | < | < | < |\n| 坡塘名 | 某某某 | 管护人 | |\n| 面积 | 1 | 丙 | |"
    proposed = learnt(NO_CORRECTIONS, sheet_of(text))
    assert "坡塘名" not in {field.label for field in proposed.fields}
    form = learnt(NO_CORRECTIONS.with_mark("B2", "value"), sheet_of(text))
    assert {field.label: origin(field.value) for field in form.fields}["坡塘名"] == "B2"
    assert form.cleared == {(2, 2): ""}
    as_label = learnt(
        NO_CORRECTIONS.with_mark("B2", "value").with_mark("B2", "label"), sheet_of(text)
    )
    assert "坡塘名" not in {field.label for field in as_label.fields}


def test_the_form_and_its_parts_are_changed() -> None:
    corrections = (
        NO_CORRECTIONS.with_part("field:B2", PartChange("pond", "text", "project", required=True))
        .with_part("table:A5", PartChange(name="sections", role="expenses"))
        .with_form(FormChange(kind="ponds", money="元"))
        .with_form(FormChange(title="坡塘登记", repeat="many"))
        .with_title("A1")
    )
    form = learnt(corrections)
    declared = saved(form).declaration
    assert (declared.kind, declared.name, declared.money) == ("ponds", "坡塘登记", "元")
    assert declared.repeat == "many"
    assert declared.field["pond"].required is True
    assert declared.field["pond"].role == "project"
    assert declared.table["sections"].role == "expenses"
    assert "name" not in parts_by_key(form)["field:B2"].doubts  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("code", "correct"),
    {
        "pointed-no-cell": lambda given: given.with_pair("A1'--", "B2"),
        "pointed-no-label": lambda given: given.with_pair("B2", "B4"),
        "pointed-no-label ": lambda given: given.with_mark("B2", "label"),
        "pointed-no-label  ": lambda given: given.with_title("B2"),
        "pointed-no-value": lambda given: given.with_pair("C2", "D2").with_pair("A2", "C2"),
        "pointed-no-head": lambda given: given.with_table("B6", "D6"),
        "pointed-no-crossing": lambda given: given.with_table("A8", "B8", crossing=True),
        "pointed-large-head": lambda given: given.with_table("A1", "ZZ400"),
        "pointed-end": lambda given: given.with_table("A5", "D5", "A5"),
        "pointed-no-table": lambda given: given.with_total("A2"),
        "pointed-name": lambda given: given.with_part("field:B2", PartChange(name="__class__")),
        "pointed-name-twice": lambda given: given.with_part("column:B5", PartChange(name="actual")),
        "pointed-kind-name": lambda given: given.with_form(FormChange(kind="../x")),
    }.items(),
)
def test_what_can_not_be_is_refused_with_a_sentence(code: str, correct: object) -> None:
    with pytest.raises(PointingProblem) as refused:
        learnt(correct(NO_CORRECTIONS))  # type: ignore[operator]
    assert refused.value.code == code.strip()
    assert str(refused.value)


def test_there_are_only_so_many_corrections() -> None:
    marks = tuple((f"A{row}", "label") for row in range(1, 401))
    full = msgspec.convert({"marks": marks}, Corrections)
    with pytest.raises(PointingProblem, match="400"):
        full.with_mark("B1", "label")


WORDS = st.lists(
    st.text("鲟鳇蠡螯罡爻鼐彝", min_size=2, max_size=5), min_size=3, max_size=6, unique=True
)


@given(WORDS, st.lists(st.booleans(), min_size=6, max_size=6))
def test_every_pointed_value_is_read(labels: list[str], beside: list[bool]) -> None:
    """Labels beside or above their values, whatever they are called, lead to them."""
    rows, pairs = ["| 登记表 | < |"], NO_CORRECTIONS
    for label, right in zip(labels, beside, strict=False):
        row = len(rows) + 1
        rows += [f"| {label} | |"] if right else [f"| {label} | < |", "| | < |"]
        pairs = pairs.with_pair(f"A{row}", f"B{row}" if right else f"A{row + 1}")
    sheet = sheet_of("\n".join(rows))
    form = learnt(pairs, sheet)
    values = {pair.value: f"值{number}" for number, pair in enumerate(pairs.pairs)}
    found = read(form, filled(sheet, **values))
    assert {cell: found.get(cell) for cell in values} == values


CELLS = st.builds(
    lambda row, column: f"{'ABCDE'[column]}{row}", st.integers(1, 10), st.integers(0, 4)
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("with_pair"), CELLS, CELLS),
        st.tuples(st.just("with_mark"), CELLS, st.sampled_from(["label", "value", "none"])),
        st.tuples(st.just("with_table"), CELLS, CELLS),
        st.tuples(st.just("with_total"), CELLS),
        st.tuples(st.just("with_title"), CELLS),
    ),
    max_size=6,
)


@given(STEPS)
def test_what_is_saved_is_what_was_corrected(steps: list[tuple[str, ...]]) -> None:
    """Any corrections are refused with a sentence, or give a declaration that reads back equal."""
    corrections = NO_CORRECTIONS
    with suppress(XlformError):
        for step, *cells in steps:
            corrections = getattr(corrections, step)(*cells)
        form = learnt(corrections)
        own = template_of(form, Path(), "own/form")
        assert saved(form).declaration == own.declaration
    packed = msgspec.msgpack.encode(corrections)
    assert msgspec.msgpack.decode(packed, type=Corrections) == corrections
