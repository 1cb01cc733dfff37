"""``xlform blank`` as a person or a script meets it: files, exit codes, sentences."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from command import run, start

import xlform

HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "pyarrow", "docx", "lxml", "asyncio")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_set_is_one_workbook(tmp_path: Path) -> None:
    done = start("blank", "shifeng-2023", "-o", tmp_path / "下发", "--year", "2024")
    assert (done.returncode, done.stderr) == (0, "")
    counts, prose = done.stdout.splitlines()
    assert counts == "已做好 1 个工作簿，每个 3 种表；失败 0 个。"
    assert prose.startswith("部门整体支出绩效目标表编报说明是文字材料")
    assert files(tmp_path) == ["2024年绩效目标空白表.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "下发" / "2024年绩效目标空白表.xlsx")
    assert book.sheetnames == ["附表1 部门整体", "附表2 汇总", "附表3 支出方向"]


@pytest.mark.parametrize("name", ["附表3", "fund-direction", "shifeng-2023/fund-direction"])
def test_a_form_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    done = run("blank", name, "-o", tmp_path)
    assert done.returncode == 0
    assert files(tmp_path) == ["区级专项资金支出方向绩效目标表.xlsx"]


def test_several_forms_each_once_into_a_file_of_ones_own(tmp_path: Path) -> None:
    output = tmp_path / "表.xlsx"
    done = run("blank", "附表3", "附表1", "附表3", "-o", output, "--copies", "2", "--unit", "甲镇")
    assert done.returncode == 0
    assert openpyxl.load_workbook(output).sheetnames == ["附表3-1", "附表3-2", "附表1 部门整体"]
    assert xlform.read(output).unit == "甲镇"


def test_a_workbook_for_each_unit_of_a_list(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_bytes("单位名称\n甲镇\nCON\n../乙镇\n甲镇\n".encode("gb18030"))
    done = run("blank", "shifeng-2023", "-o", "下发", "--roster", "名单.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 个工作簿" in done.stdout
    assert files(tmp_path / "下发") == ["CON(2).xlsx", "_乙镇.xlsx", "甲镇.xlsx"]
    assert files(tmp_path) == ["CON(2).xlsx", "_乙镇.xlsx", "名单.csv", "甲镇.xlsx"]
    units = {xlform.read(path).unit for path in (tmp_path / "下发").iterdir()}
    assert units == {"甲镇", "CON", "../乙镇"}


def test_a_district_names_the_column_of_units_in_its_own_word(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("街道\n甲镇\n", encoding="utf-8")
    refused = run("blank", "附表1", "-o", "下发", "--roster", "名单.csv", cwd=tmp_path)
    assert refused.returncode == 3
    assert "现有：街道" in refused.stderr
    (tmp_path / "用语.toml").write_text('roster-unit = ["街道"]', encoding="utf-8")
    project = tmp_path / "xlform.toml"
    project.write_text('[words]\nextra = ["用语.toml"]\n', encoding="utf-8")
    done = run("blank", "附表1", "-o", "下发", "--roster", "名单.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert "词表 用语.toml" in done.stderr  # a project file that nobody named says what it changes
    assert files(tmp_path / "下发") == ["甲镇.xlsx"]
    project.write_text("[words]\nextras = []\n", encoding="utf-8")
    wrong = run("blank", "附表1", "-o", "下发", "--roster", "名单.csv", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "xlform.toml" in wrong.stderr


def test_a_file_somebody_filled_in_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("name\n甲镇\n乙镇\n", encoding="utf-8")
    arguments = ("blank", "shifeng-2023", "-o", "下发", "--roster", "名单.csv")
    assert run(*arguments, cwd=tmp_path).returncode == 0
    assert run(*arguments, cwd=tmp_path).returncode == 0, "the same blanks again are no loss"
    filled = tmp_path / "下发" / "甲镇.xlsx"
    book = openpyxl.load_workbook(filled)
    book.worksheets[0]["C7"] = 95
    book.save(filled)
    before = filled.read_bytes()
    done = run(*arguments, "--year", "2025", cwd=tmp_path)
    assert done.returncode == 3
    assert filled.read_bytes() == before
    assert "甲镇.xlsx”已经有了，没有覆盖" in done.stderr
    assert "失败 2 个" in done.stdout


def test_a_list_that_names_no_unit_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("编号\n1\n", encoding="utf-8")
    done = run("blank", "shifeng-2023", "-o", "下发", "--roster", "名单.csv", cwd=tmp_path)
    assert done.returncode == 3
    assert "没有“单位名称”一列（现有：编号）" in done.stderr
    assert not (tmp_path / "下发").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("blank", "附表3"), "-o"),
        (("blank", "-o", "下发"), "模板"),
        (("blank", "附表3", "-o", "下发", "--year", "1999"), "--year"),
        (("blank", "附表3", "-o", "下发", "--copies", "0"), "--copies"),
        (("blank", "附表3", "-o", "下发", "--unit", "甲", "--roster", "a.csv"), "只能用一个"),
        (("blank", "附表3", "-o", "下发.xlsx", "--roster", "a.csv"), "应是文件夹"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert files(tmp_path) == []


def test_a_template_that_is_none(tmp_path: Path) -> None:
    done = run("blank", "附表9", "-o", tmp_path)
    assert done.returncode == 3
    assert "没有模板“附表9”" in done.stderr


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "下发").write_text("", encoding="utf-8")
    done = run("blank", "附表3", "-o", tmp_path / "下发")
    assert done.returncode == 3
    assert "下发" in done.stderr


def test_english(tmp_path: Path) -> None:
    done = run("blank", "附表1", "-o", tmp_path, "--year", "2024", language="en")
    assert done.stdout == "1 workbooks written, 1 forms in each; 0 failed.\n"


def test_a_set_is_drawn_form_by_form() -> None:
    done = run("templates", "shifeng-2023")
    heads = [line for line in done.stdout.splitlines() if line.startswith("shifeng-2023/")]
    assert [head.partition(" ")[0].partition("/")[2] for head in heads] == [
        "narrative",
        "department",
        "fund-summary",
        "fund-direction",
    ]


def test_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from xlform.cli.program import program; "
        f"program(['blank', 'shifeng-2023', '-o', {str(tmp_path)!r}], standalone_mode=False); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
