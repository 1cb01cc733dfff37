"""The national forms: read whole, checked clean, written back equal, in any layout."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from command import run
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import xlform
from xlform.grid.notation import parse

SAMPLES = Path(__file__).parents[2] / "samples"
EVALUATION = "项目支出绩效自评表"
MONITORING = "项目支出绩效目标执行监控表"
DEPARTMENT = "部门整体支出绩效目标申报表"
PROJECT = "项目支出绩效目标申报表（2021年版）"
SICHUAN = "部门预算项目支出绩效自评表（四川）"
REGION = "中央对地方专项转移支付区域绩效目标表"
REGION_YEAR = "转移支付区域绩效目标表（年度）"
PROVINCIAL = "项目支出绩效目标申报表（年度指标）"
TERM = "项目支出绩效目标申报表（中期和年度）"
EVALUATED = "部门整体支出绩效自评表"
DEPARTMENTS = "部门整体支出绩效目标表（各地）"
TERM_FUNDS = """| 项目属性 | 延续 | 项目期 | 2024年—2026年 |
| 项目资金（万元） | 中期资金总额： | 19.2 | 年度资金总额： | 6.4 |"""
FORMS = {
    EVALUATION: ("national-2020/self-evaluation", 10),
    MONITORING: ("national-2019/monitoring", 9),
    DEPARTMENT: ("national-2015/department", 10),
    PROJECT: ("national-2021/project", 11),
    SICHUAN: ("sichuan-2023/self-evaluation", 10),
    REGION: ("transfer-2015/region", 10),
    REGION_YEAR: ("transfer-2015/region-annual", 12),
    PROVINCIAL: ("provincial/project", 10),
    TERM: ("provincial/project-term", 10),
    EVALUATED: ("provincial/department-evaluation", 10),
    DEPARTMENTS: ("provincial/department", 10),
}


def path_of(name: str) -> Path:
    return SAMPLES / f"{name}.xlsx"


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def changed(name: str, tmp_path: Path, change: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.load_workbook(path_of(name))
    change(sheet_of(book))
    path = tmp_path / f"{name}.xlsx"
    book.save(path)
    return path


def serious(path: Path) -> list[tuple[str, str]]:
    """Code and cell of each error and warning."""
    found = xlform.check(path).checked.findings
    return [(one.code, one.cell) for one in found if one.severity != "info"]


@pytest.mark.parametrize("name", FORMS)
def test_every_cell_of_the_sample_is_read_and_nothing_is_wrong(name: str) -> None:
    found = xlform.read(path_of(name))
    (form,) = found.forms
    assert form.template == FORMS[name][0]
    assert found.unread == ()
    assert [note.code for note in form.notes if note.code != "amount-converted"] == []
    table = "indicators" if "indicators" in form.tables else "annual_indicators"
    filled = [row for row in form.tables[table] if row["level3"]]
    assert len(filled) == FORMS[name][1]
    assert serious(path_of(name)) == []


@pytest.mark.parametrize("name", FORMS)
def test_the_messy_sample_says_the_same_and_has_no_error(name: str) -> None:
    messy = SAMPLES / "messy" / f"{name}.xlsx"
    report = xlform.check(messy)
    assert xlform.diff(xlform.read(path_of(name)), report.submission).differences == ()
    assert [one for one in report.findings if one.severity == "error"] == []


def test_values_of_each_kind() -> None:
    (form,) = xlform.read(path_of(EVALUATION)).forms
    assert form.fields["execution_rate"] == 95
    assert form.fields["execution_points"] == Decimal("9.5")
    assert form.fields["score"] == Decimal("99.1")
    assert form.fields["reported_on"] == "2024-01-20"
    assert form.tables["indicators"][0]["level1"] == "产出指标"
    (form,) = xlform.read(path_of(MONITORING)).forms
    late = next(row for row in form.tables["indicators"] if row["explanation"])
    assert (late["funding"], late["certain"], late["possible"]) == ("√", "", "√")
    (form,) = xlform.read(path_of(DEPARTMENT)).forms
    assert [form.fields[name] for name in ("budget_total", "fiscal_total", "other_total")] == [
        310, 284, 26,
    ]  # fmt: skip
    (form,) = xlform.read(path_of(PROJECT)).forms
    assert form.fields["period_total"] == 86
    assert form.fields["starts_on"] == "2024-01-01"
    assert form.tables["indicators"][0]["target"].text == "≤13万元"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", FORMS)
def test_writing_and_reading_gives_the_same_form(name: str, tmp_path: Path) -> None:
    before = xlform.read(path_of(name))
    output = tmp_path / "规范.xlsx"
    xlform.write(before, output)
    after = xlform.read(output)
    assert xlform.diff(before, after).differences == ()
    assert [form.tables for form in after.forms] == [form.tables for form in before.forms]


def _unmerged(sheet: Worksheet) -> None:
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))


def _moved(sheet: Worksheet) -> None:
    merges = [merge.bounds for merge in sheet.merged_cells.ranges]
    _unmerged(sheet)
    sheet.move_range(sheet.dimensions, rows=2, cols=1, translate=True)
    for left, top, right, bottom in merges:
        sheet.merge_cells(
            start_row=top + 2, start_column=left + 1, end_row=bottom + 2, end_column=right + 1
        )


def _padded(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value in {
                "项目名称", "一级指标", "得分", "总分", "年度资金总额", "金额合计", "备注", "权重",
                "中央主管部门", "年度目标", "地方资金", "总额", "评价结论", "预算执行率",
            }:  # fmt: skip
                cell.value = "　".join(cell.value) + "："


@pytest.mark.parametrize("bend", [_unmerged, _moved, _padded])
@pytest.mark.parametrize("name", FORMS)
def test_a_bent_layout_reads_the_same(
    name: str, bend: Callable[[Worksheet], None], tmp_path: Path
) -> None:
    before = xlform.read(path_of(name))
    after = xlform.read(changed(name, tmp_path, bend))
    assert xlform.diff(before, after).differences == ()


# Labels as other places print them: sample, cell, label.
VARIANTS = [
    (EVALUATION, {"C7": "其中：本年财政拨款", "C6": "年度资金总额："}),
    (EVALUATION, {"E5": "全年预算数（A）", "F5": "全年执行数（B）", "H5": "执行率（B/A）"}),
    (EVALUATION, {"A10": "年度目标", "B10": "年初设定目标", "E10": "全年实际完成情况"}),
    (EVALUATION, {"F12": "全年完成值", "I12": "未完成原因及改进措施", "A31": "合计"}),
    (EVALUATION, {"B13": "产出指标", "B21": "效益\n指标", "A1": "项目支出绩效自评表（2023年度）"}),
    (EVALUATION, {"C9": "单位资金", "A32": "填报人："}),
    (MONITORING, {"A1": "2023年项目绩效目标运行监控表", "C7": "其中：财政拨款"}),
    (MONITORING, {"N12": "☑", "N14": "是", "K11": "硬件条件\n保障", "A5": "项目资金"}),
    (SICHUAN, {"E8": "调整预算数", "A14": "绩效指标", "F4": "实施单位", "A26": "总分"}),
    (REGION, {"A3": "资金名称", "A5": "市级财政部门", "F5": "市级主管部门", "C9": "实施期总目标"}),
    (REGION_YEAR, {"A1": "中央财政补助资金区域绩效目标表", "A5": "地方财政部门"}),
    (DEPARTMENT, {"A1": "部门整体支出绩效目标表", "F5": "其中：财政拨款", "B11": "合计"}),
    (PROJECT, {"A5": "项目属性", "E13": "指标性质", "G13": "度量单位", "H13": "分值"}),
    # None of the labels a form is usually recognized by, but its title and their other names.
    (
        EVALUATION,
        {
            "D5": "年初预算",
            "E5": "预算数",
            "F5": "执行数",
            "B10": "年初目标",
            "E10": "目标完成情况",
            "F12": "完成值",
            "I12": "未完成原因和改进措施",
        },
    ),
    (
        EVALUATION,
        {
            "E5": "调整后预算数",
            "F5": "预算执行数",
            "B10": "年初设定目标",
            "E10": "全年实际完成情况",
            "F12": "全年实际值（B）",
            "I12": "偏差原因分析",
        },
    ),
    (PROVINCIAL, {"A1": "预算绩效目标申报表", "D4": "项目实施单位", "B6": "资金总额"}),
    (PROVINCIAL, {"A9": "实施期绩效目标", "A10": "年度总体目标", "A11": "中期绩效指标"}),
    (
        PROVINCIAL,
        {
            "A1": "湘水县项目支出绩效目标表",
            "D15": "指标内容",
            "E15": "指标性质",
            "G15": "度量单位",
            "H15": "指标值说明",
            "A15": "绩效指标",
        },
    ),
    (PROVINCIAL, {"B26": "费用名称", "E26": "测算依据", "A26": "支出明细预算", "B30": "总计"}),
    (PROVINCIAL, {"A1": "2024年政府购买服务项目绩效目标申报表"}),
    (PROVINCIAL, {"A1": "地方政府专项债券项目绩效目标表"}),
    (PROVINCIAL, {"B26": "支出内容"}),
    (EVALUATED, {"A3": "部门（单位）名称", "B5": "部门整体支出", "B6": "基本支出"}),
    (
        EVALUATED,
        {"A1": "2024年度单位整体支出绩效自评表", "F10": "全年完成值", "B8": "年初设定目标"},
    ),
    (DEPARTMENTS, {"A3": "单位名称", "B4": "部门支出预算总量", "A9": "当年整体绩效目标"}),
    (DEPARTMENTS, {"E10": "指标性质", "G10": "度量单位", "A8": "主要职责", "H10": "指标权重"}),
    (EVALUATION, {"A1": "财政支出项目绩效自评表", "D5": "年初预算"}),
    (TERM, {"D11": "指标内容", "E11": "年度指标值", "A4": "主管部门", "A5": "项目属性"}),
]


@pytest.mark.parametrize(("name", "labels"), VARIANTS)
def test_labels_of_other_places_are_read_the_same(
    name: str, labels: dict[str, str], tmp_path: Path
) -> None:
    def change(sheet: Worksheet) -> None:
        for cell, label in labels.items():
            sheet[cell] = label

    path = changed(name, tmp_path, change)
    assert xlform.diff(xlform.read(path_of(name)), xlform.read(path)).differences == ()
    assert serious(path) == []


# One mistake for each relation and rule: sample, cell, what is put there, the finding expected.
MISTAKES = [
    (EVALUATION, "D7", 90, "A-01"),
    (EVALUATION, "E6", 111, "A-01"),
    (EVALUATION, "F9", 21, "A-01"),
    (EVALUATION, "H6", "96%", "A-16"),
    (EVALUATION, "I6", 10, "A-16"),
    (EVALUATION, "G31", 99, "A-17"),
    (EVALUATION, "G13", 11, "A-17"),
    (EVALUATION, "H31", 98.1, "A-16"),
    (EVALUATION, "H13", 11, "A-16"),
    (EVALUATION, "G6", 20, "A-17"),
    (EVALUATION, "H25", 10, "A-24"),
    (EVALUATION, "H25", 9.9, "A-24"),
    (EVALUATION, "H25", 8, "A-24"),
    (EVALUATION, "F17", "2023年12月5日", "A-24"),
    (EVALUATION, "F29", 0.93, "A-24"),
    (EVALUATION, "F13", "12个", "A-24"),
    (EVALUATION, "F13", None, "A-24"),
    (EVALUATION, "H13", None, "A-24"),
    (EVALUATION, "I31", "自评等级：良", "A-16"),
    (EVALUATION, "H7", "95%", "A-16"),
    (EVALUATION, "I25", None, "C-14"),
    (EVALUATION, "I25", "无", "C-14"),
    (EVALUATION, "H13", "约10", "F-20"),
    (EVALUATION, "H6", 0.95, "F-20"),
    (EVALUATION, "I32", "2024年1月", "F-20"),
    (EVALUATION, "E6", "待定", "F-05"),
    (EVALUATION, "C3", None, "C-02"),
    (MONITORING, "E7", 101, "A-01"),
    (MONITORING, "G7", 57, "A-01"),
    (MONITORING, "J6", "65%", "A-16"),
    (MONITORING, "J7", "65%", "A-16"),
    (MONITORING, "M7", 90, "A-01"),
    (MONITORING, "M24", None, "C-16"),
    (MONITORING, "G12", "11口", "C-16"),
    (MONITORING, "G5", "1-6月执行数", "F-08"),
    (MONITORING, "O12", "√", "C-15"),
    (MONITORING, "N12", None, "C-15"),
    (MONITORING, "N24", "√", "C-16"),
    (MONITORING, "F22", None, "C-13"),
    (MONITORING, "N12", "大概", "F-20"),
    (DEPARTMENT, "F6", 131, "A-20"),
    (DEPARTMENT, "E11", 300, "A-03"),
    (DEPARTMENT, "G11", 20, "A-01"),
    (DEPARTMENT, "B7", None, "C-13"),
    (PROJECT, "D8", 810000, "A-01"),
    (PROJECT, "G9", 10000, "A-01"),
    (PROJECT, "H14", 15, "A-17"),
    (PROJECT, "B6", "2024年1月", "F-20"),
    (PROJECT, "G7", "九十万", "A-01"),
    (PROJECT, "F6", "2023-12-31", "A-25"),
    (PROJECT, "E20", None, "C-13"),
    (SICHUAN, "D10", 110, "A-01"),
    (SICHUAN, "E12", 31, "A-01"),
    (SICHUAN, "G10", 121, "A-01"),
    (SICHUAN, "H9", "90%", "A-16"),
    (SICHUAN, "H10", "90%", "A-16"),
    (SICHUAN, "J9", 10, "A-16"),
    (SICHUAN, "I26", 90, "A-16"),
    (SICHUAN, "I15", 19, "A-17"),
    (SICHUAN, "J26", 99, "A-16"),
    (SICHUAN, "J16", 11, "A-16"),
    (SICHUAN, "K15", None, "C-14"),
    (SICHUAN, "J15", 20, "A-24"),
    (SICHUAN, "H24", 0.94, "A-24"),
    (SICHUAN, "H4", None, "C-02"),
    (REGION, "E7", 7300, "A-01"),
    (REGION, "H12", "≥7万亩", "A-26"),
    (REGION, "G8", 500, "A-01"),
    (REGION_YEAR, "D8", 100, "A-01"),
    (PROVINCIAL, "D7", 80, "A-01"),
    (PROVINCIAL, "D6", 100, "A-05"),
    (PROVINCIAL, "D30", 94, "A-04"),
    (PROVINCIAL, "E27", "58公里×1.5万元/公里＝69.6万元", "A-07"),
    (PROVINCIAL, "F16", 85, "A-26"),
    (PROVINCIAL, "E12", "0.005万公里", "A-26"),
    (PROVINCIAL, "B10", None, "C-02"),
    (TERM, "E7", 70, "A-01"),
    (EVALUATED, "E6", 900, "A-01"),
    (EVALUATED, "J5", 9.5, "A-16"),
    (EVALUATED, "H21", 96, "A-16"),
    (EVALUATED, "G11", 12, "A-16"),
    (DEPARTMENTS, "C5", 1400, "A-01"),
    (DEPARTMENTS, "E7", 910, "A-02"),
    (DEPARTMENTS, "H12", 25, "A-17"),
    (TERM, "C7", 70, "A-01"),
    (TERM, "E6", 230, "A-20"),
    (TERM, "D10", None, "C-02"),
    (REGION_YEAR, "D6", None, "C-02"),
]


@pytest.mark.parametrize(("name", "cell", "value", "code"), MISTAKES)
def test_a_mistake_is_found(
    name: str, cell: str, value: str | float | None, code: str, tmp_path: Path
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value

    codes = {found for found, _ in serious(changed(name, tmp_path, change))}
    assert code in codes


def _without_row(sheet: Worksheet, number: int) -> None:
    """Delete a row as a spreadsheet program does: merges below it move, those over it shrink."""
    bounds = [merge.bounds for merge in sheet.merged_cells.ranges]
    _unmerged(sheet)
    sheet.delete_rows(number)
    for left, top, right, bottom in bounds:
        first, last = top - (top > number), bottom - (bottom >= number)
        if last > first or (last == first and right > left):
            sheet.merge_cells(start_row=first, start_column=left, end_row=last, end_column=right)


@pytest.mark.parametrize(
    ("name", "row"),
    [(EVALUATION, 9), (MONITORING, 8), (SICHUAN, 12), (REGION, 8), (REGION_YEAR, 8)],
)
def test_a_source_of_money_that_is_no_longer_printed_is_missed(
    name: str, row: int, tmp_path: Path
) -> None:
    """The parts that are printed no longer add up; a form without that source still does."""
    codes = {code for code, _ in serious(changed(name, tmp_path, lambda s: _without_row(s, row)))}
    assert "A-01" in codes


def test_a_source_that_a_form_never_had_is_no_mistake(tmp_path: Path) -> None:
    """上年结转 is 0 in the sample: without its row all still adds up."""
    assert serious(changed(EVALUATION, tmp_path, lambda sheet: _without_row(sheet, 8))) == []
    renamed = changed(EVALUATION, tmp_path, lambda s: s.__setitem__("C9", "银行贷款"))
    assert serious(renamed) == [], "a source of another name is not read, nothing is compared"


def test_annual_money_above_that_of_the_whole_period(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G7"], sheet["G8"] = 960000, 880000

    assert "A-20" in {code for code, _ in serious(changed(PROJECT, tmp_path, change))}


def test_annual_transfer_above_that_of_the_whole_period(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G6"], sheet["G7"] = 9600, 9000

    assert "A-20" in {code for code, _ in serious(changed(REGION, tmp_path, change))}


def test_a_form_begins_above_the_texts_that_are_below_their_labels(tmp_path: Path) -> None:
    """Labels it is recognized by may all be further down than values below their labels."""
    name = FORMS[SICHUAN][0]
    own = tmp_path / "own" / name
    shutil.copytree(SAMPLES.parent / "templates" / name, own)
    text = (own / "form.toml").read_text(encoding="utf-8")
    upper = 'labels = ["项目年度目标", "年度目标完成情况", '
    assert upper in text
    (own / "form.toml").write_text(text.replace(upper, "labels = ["), encoding="utf-8")
    before = xlform.read(path_of(SICHUAN))
    for bend in (_padded, _unmerged, _moved):
        found = xlform.read(changed(SICHUAN, tmp_path, bend), tmp_path / "own")
        assert xlform.diff(before, found).differences == ()
        assert found.unread == ()


def test_a_low_rate_of_execution_needs_a_reason(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G9"], sheet["G10"], sheet["H9"], sheet["H10"] = 136, 106, "85%", "81.54%"
        sheet["J9"], sheet["J26"], sheet["K9"] = 8.5, 97.5, None

    (found,) = xlform.check(changed(SICHUAN, tmp_path, change), select=["A-16"]).findings
    assert "应当写明原因" in found.message


def test_a_grade_and_points_of_the_district(tmp_path: Path) -> None:
    """A printed grade is kept to; the limits and points may be the district's own."""

    def change(sheet: Worksheet) -> None:
        sheet["I31"] = "自评等级：优"

    path = changed(EVALUATION, tmp_path, change)
    assert serious(path) == []
    (form,) = xlform.read(path).forms
    assert form.fields["grade"] == "优"
    own = tmp_path / "xlform.toml"
    own.write_text('[terms]\noutput-points = 40\nexcellent-at-least = "99.5"\n', encoding="utf-8")
    found = xlform.check(path, settings=own).findings
    assert sorted(one.code for one in found if one.code in {"A-16", "A-17"}) == ["A-16", "A-17"]
    own.write_text("[terms]\noutput-point = 40\n", encoding="utf-8")
    with pytest.raises(xlform.XlformError, match="output-points"):
        xlform.check(path, settings=own)


def test_what_was_far_exceeded_needs_a_reason(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F21"], sheet["F23"] = "24万元", "400户"

    found = xlform.check(changed(EVALUATION, tmp_path, change), select=["A-24"]).findings
    assert [(one.cell, one.severity) for one in found] == [("F21", "info")]


def test_spending_above_the_budget(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G6"], sheet["G7"], sheet["J6"] = 126, 116, "105%"

    assert "A-20" in {code for code, _ in serious(changed(MONITORING, tmp_path, change))}


def test_execution_above_the_budget_earns_no_more_than_the_full_points(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F6"], sheet["F7"], sheet["H6"], sheet["I6"] = 121, 101, "110%", 10
        sheet["H31"] = 99.6

    assert serious(changed(EVALUATION, tmp_path, change)) == []


def test_target_form_and_monitoring_of_one_project_can_be_compared() -> None:
    left, right = xlform.read(path_of(EVALUATION)), xlform.read(path_of(MONITORING))
    paths = {one.path for one in xlform.diff(left, right).differences}
    assert "budget" in paths, "110 of the year, 120 when it began"
    assert not any(path.endswith(".target") for path in paths)


@pytest.mark.parametrize(
    "months", ["1-6月", "1—6月", "1～6月", "1至6月", "1月-6月", "1-10月", "上半年"]
)
def test_other_months_are_read_and_told(months: str, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for cell, label in (("G5", "执行数"), ("J5", "执行率"), ("F10", "执行情况")):
            sheet[cell] = f"{months}{label}"

    path = changed(MONITORING, tmp_path, change)
    (form,) = xlform.read(path).forms
    assert (form.fields["executed"], form.fields["execution_rate"]) == (66, 55)  # type: ignore[comparison-overlap]
    assert [note.code for note in form.notes] == ["label-number"] * 3
    assert serious(path) == []
    done = run("write", path, "-o", tmp_path / "规范.xlsx")
    assert done.returncode == 1
    assert f"“{months}执行数”没有照写" in done.stdout


def test_the_tree_shows_points_and_rates_as_what_they_are() -> None:
    shown = run("import", path_of(EVALUATION)).stdout
    assert "99.1" in shown
    assert "99.1 万元" not in shown
    assert "95%" in shown
    assert "110 万元" in shown


@pytest.mark.parametrize(
    ("period", "annual", "found"),
    [
        ("≥2.4万户", "≥8000户", False),
        ("≥2.4万户", "≥2.5万户", True),
        ("≥0.7万户", "≥8000户", True),
        ("36个", "12个", False),
        ("36个", "120个", True),
        ("≥90%", "≥95%", False),  # a rate may grow
        ("≥8000千克", "≥9吨", False),  # in other units, not compared
        ("≥8000克", "≥9千克", True),
        ("≥1.2亿元", "≥9000万元", False),
    ],
)
def test_a_year_and_its_period_are_compared_in_one_unit(
    period: str,
    annual: str,
    found: bool,  # noqa: FBT001  (expected)
    tmp_path: Path,
) -> None:
    def change(sheet: Worksheet) -> None:
        for row, column, target in ((12, 5, period), (16, 6, annual)):
            sheet.cell(row, 4).value, sheet.cell(row, column).value = "受益对象", target
        sheet["E16"], sheet["G16"] = None, None

    report = xlform.check(changed(PROVINCIAL, tmp_path, change), select=["A-26"])
    assert bool(report.findings) is found


def test_a_line_with_filer_and_unit_above_a_national_form_is_read(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        merges = [merge.bounds for merge in sheet.merged_cells.ranges]
        _unmerged(sheet)
        sheet.insert_rows(3)
        for left, top, right, bottom in merges:
            below = int(top > 2)
            sheet.merge_cells(
                start_row=top + below, start_column=left, end_row=bottom + below, end_column=right
            )
        sheet["A3"], sheet["G3"] = "填报单位：青渚区水利局", "金额单位：万元"

    for name in (EVALUATION, MONITORING, DEPARTMENT, PROVINCIAL, TERM):
        found = xlform.read(changed(name, tmp_path, change))
        assert found.unread == (), name
        assert found.forms[0].fields["filer"] == "青渚区水利局"
        assert found.forms[0].title, name


@pytest.mark.parametrize(
    ("columns", "target"),
    [
        (("三级指标", "指标值"), ("岸坡修补面积", "≥640平方米")),
        (("指标内容", "指标值及单位"), ("岸坡修补面积", "≥640平方米")),
        (("三级指标", "指标性质", "指标值", "度量单位"), ("岸坡修补面积", "≥", "640", "平方米")),
        (("三级指标", "指标值", "计量单位"), ("岸坡修补面积", "≥640", "平方米")),
        (("三级指标", "<", "指标值", "备注"), ("岸坡修补面积", "<", "≥640平方米", "")),
    ],
)
def test_one_block_of_indicators_in_the_columns_of_any_place(
    columns: tuple[str, ...], target: tuple[str, ...], tmp_path: Path
) -> None:
    """Headers printed once are never taken for misspelt ones of a second half."""
    for funds in ("| 项目资金（万元） | 年度资金总额 | 6.4 | < |", TERM_FUNDS):
        rest = "| < " * len(columns)
        path = tmp_path / "表.xlsx"
        text = f"""
| 项目支出绩效目标申报表 {rest} | < | < |
| 项目名称 | 岸坡修补 | < | < |
| 主管部门及代码 | 水利局 | 实施单位 | 河道所 |
{funds}
| 年度绩效目标 | 修补岸坡640平方米。 | < | < |
| 绩效指标 | 一级指标 | 二级指标 | {" | ".join(columns)} |
| ^ | 产出指标 | 数量指标 | {" | ".join(target)} |
"""
        book = Workbook()
        grid = parse(text).sheets[0]
        for (row, column), cell in grid.cells.items():
            sheet_of(book).cell(row, column).value = cell.text
        for merge in grid.merges:
            sheet_of(book).merge_cells(
                start_row=merge.top, start_column=merge.left,
                end_row=merge.bottom, end_column=merge.right,
            )  # fmt: skip
        book.save(path)
        (form,) = xlform.read(path).forms
        table = "indicators" if "indicators" in form.tables else "annual_indicators"
        ((row_read),) = form.tables[table]
        assert (row_read["level2"], row_read["level3"]) == ("数量指标", "岸坡修补面积")
        assert row_read["target"].text == "≥640平方米"  # type: ignore[union-attr]
        assert [note for note in form.notes if note.code == "label-near"] == []


def test_a_list_of_many_projects_is_not_read_as_the_form_of_one(tmp_path: Path) -> None:
    """Its labels are those of a form of one project, but in one row: each row is a form."""
    head = ("单位名称", "项目名称", "资金总额", "年度绩效目标", "一级指标", "二级指标", "三级指标")
    rows = [("甲镇", name, 10, "植树80株", "产出", "数量", "植树") for name in ("绿化", "造林")]
    book = Workbook()
    sheet_of(book).append(["2024年项目支出绩效目标表"])
    for row, more in ((head, ("指标值", "度量单位")), *((row, ("≥80", "株")) for row in rows)):
        sheet_of(book).append([*row, *more])
    path = tmp_path / "清单.xlsx"
    book.save(path)
    forms = xlform.read(path).forms
    assert [form.fields["name"] for form in forms] == ["绿化", "造林"]
    assert [form.fields["annual_total"] for form in forms] == [10, 10]
