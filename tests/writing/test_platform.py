"""The sheet a platform imports, opened again with programs that are not ours."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import xlform
from xlform.errors import DeclarationProblem
from xlform.model.submission import Form, Row, Source, Submission, Target, Value
from xlform.platform.code_table import CodeTable
from xlform.platform.limit_violations import limit_violations
from xlform.platform.profile import Profile, load_profile
from xlform.platform.rows import PlatformRow, platform_rows, target_part
from xlform.platform.workbook import write_rows
from xlform.template.store import templates_folder
from xlform.values import parse_target

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
HEADS = [
    "单位", "年度", "项目", "实施期绩效目标", "年度绩效目标", "一级指标", "二级指标", "指标名称",
    "计算符号", "指标值", "计量单位", "指标值说明", "绩效标准",
]  # fmt: skip
PROFILE = load_profile((templates_folder(),), "import-platform")


def form(*indicators: Row, **fields: Value) -> Form:
    """A 附表3 of one unit with these rows; row n of it stands in row 10 + n of its sheet."""
    kept: dict[str, Value] = {
        "unit": "甲镇", "direction": "环境整治", "fund": "环境专项",
        "period_goal": "三年见效", "annual_goal": "一年起步", **fields,
    }  # fmt: skip
    origins = {"unit": "A3", "direction": "B4", "annual_goal": "B8", "period_goal": "B7"}
    for number, row in enumerate(indicators):
        letters = zip(("level1", "level2", "level3", "target", "standard"), "BCDEF", strict=True)
        origins |= {
            f"indicators[{number}].{name}": f"{letter}{10 + number}"
            for name, letter in letters
            if row.get(name)
        }
    kind = "fund-direction"
    template = f"shifeng-2023/{kind}"
    return Form(
        kind, template, "附表3-1", "A1:F34", "", 2024, kept, {"indicators": indicators}, origins
    )


def indicator(name: str = "宣传次数", target: str = "≥10次", **more: Value) -> Row:
    levels = {"level1": "产出指标", "level2": "数量指标", "level3": name}
    return {**levels, "target": parse_target(target, 2024), "standard": "计划标准", **more}


def rows_of(*forms: Form, profile: Profile = PROFILE) -> list[PlatformRow]:
    submission = Submission(Source("甲镇.xlsx", "xlsx", ""), "甲镇", 2024, forms)
    return list(platform_rows(submission, profile))


def violation_lines(rows: list[PlatformRow], codes: CodeTable | None = None) -> list[str]:
    return [breach.line() for breach in limit_violations(rows, PROFILE, codes or CodeTable())]


def written(
    path: Path, rows: list[PlatformRow], codes: CodeTable | None = None
) -> list[list[object]]:
    """The sheet as calamine reads it, each cell a text and openpyxl of the same mind."""
    write_rows(path, rows, PROFILE, codes or CodeTable())
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["绩效指标"]
    found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    for cells, values in zip(sheet.iter_rows(), found, strict=True):
        assert any(values), "a blank row ends the import"
        for cell, value in zip(cells, values, strict=True):
            assert isinstance(value, str)
            assert cell.data_type in ("s", "n" if not value else "s"), "no number, no formula"
            assert cell.number_format == "@"
            assert str(cell.value or "") == value
    return [list(values) for values in found]


def parts(text: str) -> tuple[str, ...]:
    target = parse_target(text, 2024)
    names = ("operator", "value", "measure", "explanation")
    return tuple(target_part(target, name, PROFILE) for name in names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥90%", ("≥", "90", "%", "")),
        ("66个", ("=", "66", "个", "")),
        ("1，056.40万元", ("=", "1056.40", "万元", "")),
        ("不超过10天", ("≤", "10", "天", "")),
        ("提升", ("定性", "提升", "", "")),
        ("80-90%", ("定量（其他）", "80～90", "%", "80-90%")),
        ("2024年6月底前", ("定量（其他）", "2024年6月30日", "", "2024年6月底前")),
        ("", ("", "", "", "")),
        ("/", ("", "/", "", "")),
    ],
)
def test_a_target_is_taken_apart(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


def test_a_date_without_a_day_is_words() -> None:
    undated = Target("长期", type="date")
    assert target_part(undated, "operator", PROFILE) == "定性"


def test_the_sample_is_a_row_an_indicator(tmp_path: Path) -> None:
    submission = xlform.read(SAMPLE)
    found = written(tmp_path / "out.xlsx", list(platform_rows(submission, PROFILE)))
    assert found[0] == HEADS
    assert len(found) == 1 + 43, "the nine slots nobody filled in are no rows"
    assert found[1] == [
        "株洲市石峰区云田镇人民政府", "2023", "部门整体支出", "", "", "产出指标", "数量指标",
        "辖区社区数量", "=", "9", "个", "", "",
    ]  # fmt: skip
    # Each figure is the one in the form, whatever sign the platform wants.
    targets = [
        row["target"]
        for one in submission.forms
        for row in one.tables.get("indicators", ())
        if row["level3"]
    ]
    for target, row in zip(targets, found[1:], strict=True):
        assert isinstance(target, Target)
        if target.type == "number":
            assert Decimal(str(row[9])) == target.value
            assert row[10] == target.unit
        elif target.type == "qualitative":
            assert (row[8], row[9]) == ("定性", target.text)
        else:
            assert (row[8], row[11]) == ("定量（其他）", target.text)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    names = ["=1+1", "+8613", "-5", "@SUM(A1)", "http://example.invalid", "'0012"]
    rows = rows_of(form(*(indicator(name) for name in names)))
    found = written(tmp_path / "out.xlsx", rows)
    assert [row[7] for row in found[1:]] == names


@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=6),
    targets=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=6, max_size=6),
)
def test_whatever_is_written_is_a_text_and_no_row_is_blank(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], targets: list[str]
) -> None:
    rows = rows_of(form(*map(indicator, names, targets)))
    found = written(tmp_path_factory.mktemp("out") / "out.xlsx", rows)
    assert len(found) == 1 + len(rows)


def test_equal_rows_give_equal_bytes(tmp_path: Path) -> None:
    rows = rows_of(form(indicator()))
    for name in ("one.xlsx", "two.xlsx"):
        write_rows(tmp_path / name, rows, PROFILE, CodeTable())
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_names_of_required_columns_are_red(tmp_path: Path) -> None:
    write_rows(tmp_path / "out.xlsx", rows_of(form(indicator())), PROFILE, CodeTable())
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    plain = [c.value for c in sheet[1] if c.font.color is None or c.font.color.rgb != "FFFF0000"]
    assert plain == ["计量单位", "指标值说明", "绩效标准"], "those are asked for by the sign"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (indicator(), []),
        (indicator("长" * 100), []),
        (indicator("长" * 101), [
            "附表3-1!D10  指标名称有101个字，一体化平台最多收100个字：请精简。",
        ]),
        (indicator(target="10"), ["附表3-1!E10  没有填计量单位：一体化平台要求填写。"]),
        (indicator(target=""), [
            "附表3-1!E10  没有填计算符号、指标值、计量单位：一体化平台要求填写。",
        ]),
        (indicator(""), ["附表3-1!F10  没有填指标名称：一体化平台要求填写。"]),
        (indicator("宣传 次数"), [
            "附表3-1!D10  指标名称“宣传 次数”里有空格或换行，一体化平台不收：请去掉或换个写法。",
        ]),
        (indicator(target="较上年*提升"), [
            "附表3-1!E10  指标值“较上年*提升”里有“*”，一体化平台不收：请去掉或换个写法。",
        ]),
        (indicator(target="80-90%"), []),
        (indicator(target="2024-06-30"), []),
    ],
)  # fmt: skip
def test_what_the_platform_would_refuse(row: Row, expected: list[str]) -> None:
    assert violation_lines(rows_of(form(row))) == [f"甲镇.xlsx  {line}" for line in expected]


def test_every_breach_is_told_and_a_goal_only_once() -> None:
    rows = rows_of(form(indicator("一 二", "10"), indicator("三"), annual_goal="目" * 2001))
    lines = violation_lines(rows)
    assert len(lines) == 3
    assert sum("年度绩效目标有2001个字" in line and "!B8" in line for line in lines) == 1


def test_a_form_without_goals_is_not_asked_for_them() -> None:
    department = form(indicator())
    fields = {"unit": "甲镇"}
    rows = rows_of(
        Form("department", "shifeng-2023/department", "附表1", "A1:E34", "", 2024, fields,
             department.tables, department.origins),
    )  # fmt: skip
    assert violation_lines(rows) == []
    assert rows[0].texts["project"] == "部门整体支出"
    assert violation_lines(rows_of(form(indicator(), period_goal=""))) == [
        "甲镇.xlsx  附表3-1!B7  没有填实施期绩效目标：一体化平台要求填写。"
    ]


def test_the_direction_is_the_project_and_the_fund_stands_in() -> None:
    assert rows_of(form(indicator()))[0].texts["project"] == "环境整治"
    assert rows_of(form(indicator(), direction=""))[0].texts["project"] == "环境专项"


def test_a_form_that_goes_on_names_the_sheet_it_goes_on_to() -> None:
    whole = form(indicator(target="10"))
    origins = {**whole.origins, "indicators[0].target": "续表!E3"}
    moved = Form(
        whole.kind, whole.template, whole.sheet, whole.range, "", 2024, whole.fields,
        whole.tables, origins,
    )  # fmt: skip
    assert violation_lines(rows_of(moved)) == [
        "甲镇.xlsx  续表!E3  没有填计量单位：一体化平台要求填写。"
    ]


def test_more_rows_than_the_old_format_holds() -> None:
    rows = rows_of(form(indicator())) * 65_536
    assert violation_lines(rows) == ["共65536个指标，一张导入表最多65535行：请分几次导出。"]


def test_what_a_form_prints_in_place_of_an_indicator_is_none() -> None:
    placeholders = (indicator("指标1：", ""), indicator("……", ""), indicator("", ""))
    assert rows_of(form(*placeholders)) == []
    [row] = rows_of(form(indicator("指标1：", "≥1次")))
    assert row.texts["level3"] == "指标1："


def test_the_national_form_gives_its_annual_indicators() -> None:
    submission = xlform.read(ROOT / "samples" / "项目支出绩效目标申报表.xlsx")
    rows = list(platform_rows(submission, PROFILE))
    wanted = [
        row["level3"] for row in submission.forms[0].tables["annual_indicators"] if row["target"]
    ]
    assert 0 < len(rows) <= len(wanted)
    assert {row.texts["project"] for row in rows} == {submission.forms[0].fields["name"]}
    assert violation_lines(rows) == []


def test_codes_stand_before_names(tmp_path: Path) -> None:
    codes = CodeTable(
        [
            {"列": "单位", "编码": "430204", "名称": "甲 镇"},
            {"列": "计算符号", "编码": "1", "名称": "≥"},
            {"列": "", "编码": "", "名称": "空行"},
        ]
    )
    [_, row] = written(tmp_path / "out.xlsx", rows_of(form(indicator())), codes)
    assert (row[0], row[8]) == ("430204-甲 镇", "1-≥"), "the platform's own spelling wins"
    assert row[2] == "环境整治", "a column without codes keeps its names"
    [line] = violation_lines(rows_of(form(indicator(target="≤3天"))), codes)
    assert "附表3-1!E10  计算符号“≤”在编码表里没有编码" in line


def test_codes_without_a_column_are_for_all() -> None:
    codes = CodeTable([{"name": "甲镇", "code": "430204"}])
    assert codes.of("单位", "甲镇") == "430204-甲镇"
    assert not codes.empty
    assert CodeTable([{"name": "甲镇", "code": ""}]).empty


def test_days_of_one_digit_are_not_padded() -> None:
    target = Target("6月1日前", type="date", comparator="<=", date=dt.date(2024, 6, 1))
    assert target_part(target, "value", PROFILE) == "2024年6月1日"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('label    = "单位"', 'lable = "单位"', "lable"),
        ('project     = "field.name"', 'projekt = "field.name"', "projekt"),
        ('"form.year"', '"from.year"', "from.year"),
        ('"row.target.value"', '"row.target.worth"', "row.target.worth"),
        (r"'\s'", r"'['", "level3"),
        ("{low}～{high}", "{lowest}～{high}", "lowest"),
    ],
)
def test_a_faulty_profile_names_the_fault(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = (templates_folder() / "import-platform" / "profile.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "local").mkdir()
    path = tmp_path / "local" / "profile.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationProblem, match=re.escape(named)):
        load_profile((tmp_path,), "local")


def test_no_profile_of_that_name(tmp_path: Path) -> None:
    with pytest.raises(DeclarationProblem, match="nowhere"):
        load_profile((tmp_path,), "nowhere")
