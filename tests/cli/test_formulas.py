"""``--formulas``: any workbook is checked and fixed without a template."""

from __future__ import annotations

import json
from pathlib import Path

import command
import openpyxl
import pytest
import xlsxwriter

PRODUCTS = 12
FORMATS = ("text", "line", "json", "html")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Quantity × price and a total; D5 takes the wrong price, D9 is typed, D10 is typed wrongly."""
    path = tmp_path / "台账.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ("品名", "数量", "单价", "金额"))
    amounts = []
    for row in range(2, 2 + PRODUCTS):
        quantity, price = row, 10 * row
        amount = quantity * price
        sheet.write_row(row - 1, 0, (f"物品{row}", quantity, price))
        formula = f"=B{row}*C{row}"
        if row == 5:
            formula, amount = "=B5*C4", quantity * (price - 10)
        if row == 9:
            sheet.write_number("D9", amount)
        elif row == 10:
            amount += 7
            sheet.write_number("D10", amount)
        else:
            sheet.write_formula(row - 1, 3, formula, None, amount)
        amounts.append(amount)
    sheet.write_formula("D14", "=SUM(D2:D13)", None, sum(amounts))
    book.close()
    return path


def test_cells_neighbours_and_confidence_are_named(ledger: Path) -> None:
    done = command.run("check", "--formulas", ledger)
    assert done.returncode == 1
    for words in (
        "台账.xlsx\n1 张工作表 · 11 个公式\n",
        "D5 错误 H-02\n    公式“=B5*C4”与 D4、D6 等 9 个公式不一致，应为“=B5*C5”（确定）。",
        "D9 警告 H-03\n    810 是手填的数，与 D8、D11 等 9 格的公式“=B9*C9”结果相同（确定）。",
        "D10 警告 H-03\n    1007 是手填的数，照 D8、D11 等 9 格的公式“=B10*C10”是 1000（很可能）。",
    ):
        assert words in done.stdout
    assert "错误 1，警告 2，提示 0" in done.stdout


def test_english_is_said_on_request(ledger: Path) -> None:
    done = command.run("check", "--formulas", "--lang", "en", ledger)
    assert "The formula =B5*C4 is unlike 9 like D4, D6: =B5*C5 here (certain)." in done.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_every_report_names_the_cells(ledger: Path, form: str) -> None:
    text = command.run("check", "--formulas", ledger, "--format", form).stdout
    assert all(cell in text for cell in ("D5", "D9", "D10"))


def test_json_is_that_of_every_check(ledger: Path) -> None:
    done = command.run("check", "--formulas", ledger, "--format", "json")
    found = json.loads(done.stdout)
    assert found["schema"] == "xlform.findings/1"
    assert [(one["code"], one["cell"], one["severity"]) for one in found["findings"]] == [
        ("H-02", "D5", "error"),
        ("H-03", "D9", "warning"),
        ("H-03", "D10", "warning"),
    ]


def test_the_marked_workbook_has_the_cells_coloured(ledger: Path, tmp_path: Path) -> None:
    marked = tmp_path / "标记.xlsx"
    assert command.run("check", "--formulas", ledger, "-o", marked).returncode == 1
    sheet = openpyxl.load_workbook(marked)["台账"]
    assert sheet["D5"].comment is not None
    assert "=B5*C5" in sheet["D5"].comment.text
    assert sheet["D4"].comment is None


def test_fix_changes_what_is_certain_and_nothing_else(ledger: Path, tmp_path: Path) -> None:
    fixed = tmp_path / "改.xlsx"
    done = command.run("fix", "--formulas", ledger, "-o", fixed)
    assert "改了 1 个文件、2 处" in done.stdout
    before = openpyxl.load_workbook(ledger)["台账"]
    after = openpyxl.load_workbook(fixed)["台账"]
    changed = {
        cell.coordinate: after[cell.coordinate].value
        for row in before.iter_rows()
        for cell in row
        if cell.value != after[cell.coordinate].value
    }
    assert changed == {"D5": "=B5*C5", "D9": "=B9*C9"}
    results = openpyxl.load_workbook(fixed, data_only=True)["台账"]
    assert results["D5"].value == 250
    assert results["D14"].value == sum(10 * row * row for row in range(2, 14)) + 7


def test_fixing_twice_is_fixing_once(ledger: Path, tmp_path: Path) -> None:
    fixed = tmp_path / "改.xlsx"
    command.run("fix", "--formulas", ledger, "-o", fixed)
    again = command.run("fix", "--formulas", fixed, "-o", tmp_path / "再改.xlsx")
    assert not (tmp_path / "再改.xlsx").exists()
    assert "没有改动" in again.stdout


def test_unsafe_puts_the_formula_over_another_number(ledger: Path, tmp_path: Path) -> None:
    fixed = tmp_path / "改.xlsx"
    command.run("fix", "--formulas", "--unsafe", ledger, "-o", fixed)
    assert openpyxl.load_workbook(fixed)["台账"]["D10"].value == "=B10*C10"


def test_without_formulas_the_rules_are_not_run_and_say_so(ledger: Path) -> None:
    sample = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
    plain = command.run("check", sample)
    assert "H-0" not in plain.stdout
    asked = command.run("check", sample, "--select", "H-02")
    assert "H-02  这条规则核对任何工作簿的公式，要加 --formulas" in asked.stdout
    other = command.run("check", "--formulas", ledger, "--select", "G-02")
    assert "G-02  --formulas 不看表样，这条规则要看表样" in other.stdout


def test_a_family_is_ignored_with_a_reason(ledger: Path) -> None:
    done = command.run("check", "--formulas", ledger, "--ignore", "H-02=已核实", "--format", "json")
    found = json.loads(done.stdout)
    assert {one["code"] for one in found["findings"]} == {"H-03"}
    assert [(one["code"], one["reason"]) for one in found["not_asked"]] == [("H-02", "ignored")]
