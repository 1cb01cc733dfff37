"""``xlform write --profile import-platform``: rows written, rows refused, exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import command
import openpyxl
import pytest
from command import Completed
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
DISTRICT = ROOT / "samples" / "district"
PROFILE = ("--profile", "import-platform")


def run(*arguments: str | Path, cwd: Path | None = None) -> Completed:
    return command.run("write", *arguments, cwd=cwd)


def rows(path: Path) -> list[list[object]]:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def test_all_submissions_in_one_sheet(tmp_path: Path) -> None:
    output = tmp_path / "导入.xlsx"
    done = run(*sorted(DISTRICT.glob("*.xlsx")), *PROFILE, "-o", output)
    assert (done.returncode, done.stderr) == (0, "")
    assert "没有导出：区级专项资金绩效目标汇总表（15 张），里面没有绩效指标。" in done.stdout
    found = rows(output)
    assert f"{len(found) - 1} 个指标，一行一个，可以导入" in done.stdout
    assert all(isinstance(value, str) for row in found for value in row)
    assert all(row[0] and row[7] for row in found)
    assert len({row[0] for row in found[1:]}) == 15


def test_what_the_platform_would_refuse_is_told_and_nothing_written(tmp_path: Path) -> None:
    output = tmp_path / "导入.xlsx"
    done = run(SAMPLE, *PROFILE, "-o", output)
    assert done.returncode == 1
    assert "云田镇.xlsx  附表1!E20  没有填计量单位：一体化平台要求填写。\n" in done.stdout
    assert "43 个指标里有 1 处平台会拒收" in done.stdout
    assert not output.exists()


def test_force_writes_and_says_so_still(tmp_path: Path) -> None:
    output = tmp_path / "导入.xlsx"
    done = run(SAMPLE, *PROFILE, "-o", output, "--force")
    assert done.returncode == 1
    assert "附表1!E20" in done.stdout
    assert "其中 1 处平台会拒收" in done.stdout
    assert len(rows(output)) == 44


def test_a_file_that_can_not_be_read_costs_only_itself(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 none")
    output = tmp_path / "导入.xlsx"
    done = run(bad, DISTRICT / "青禾镇.xlsx", *PROFILE, "-o", output)
    assert done.returncode == 3
    assert "坏.xlsx" in done.stderr
    assert len({row[0] for row in rows(output)[1:]}) == 1


def test_codes_of_an_option_or_of_the_project_file(tmp_path: Path) -> None:
    unit = "株洲市石峰区青禾镇人民政府"
    table = f"列,编码,名称\n单位,430204105,{unit}\n"
    (tmp_path / "编码.csv").write_bytes(table.encode("gb18030"))
    shutil.copy(DISTRICT / "青禾镇.xlsx", tmp_path)
    done = run("青禾镇.xlsx", *PROFILE, "--codes", "编码.csv", "-o", "一.xlsx", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert rows(tmp_path / "一.xlsx")[1][0] == f"430204105-{unit}"
    (tmp_path / "xlform.toml").write_text('[data]\ncodes = "编码.csv"\n', encoding="utf-8")
    assert run("青禾镇.xlsx", *PROFILE, "-o", "二.xlsx", cwd=tmp_path).returncode == 0
    assert rows(tmp_path / "二.xlsx") == rows(tmp_path / "一.xlsx")
    # The same project file serves the checker, which needs no codes.
    checked = command.run("check", "青禾镇.xlsx", "--select", "C-01", cwd=tmp_path)
    assert checked.returncode in (0, 1)


def test_a_name_without_a_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "编码.csv").write_text("列,编码,名称\n单位,1,别的单位\n", encoding="utf-8")
    done = run(DISTRICT / "青禾镇.xlsx", *PROFILE, "--codes", tmp_path / "编码.csv",
               "-o", tmp_path / "导入.xlsx")  # fmt: skip
    assert done.returncode == 1
    assert "单位“株洲市石峰区青禾镇人民政府”在编码表里没有编码" in done.stdout
    assert not (tmp_path / "导入.xlsx").exists()


def test_forms_without_indicators(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLE)
    for name in book.sheetnames:
        if name != "附表2":
            book.remove(book[name])
    book.save(tmp_path / "只有汇总表.xlsx")
    done = run("只有汇总表.xlsx", *PROFILE, "-o", "导入.xlsx", cwd=tmp_path)
    assert done.returncode == 1
    assert "没有写出：这些文件里没有填写的绩效指标。" in done.stdout
    assert not (tmp_path / "导入.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-o", "导入"), ".xlsx"),
        (("-o", "导入.xlsx", "--to", "2024"), "不能和"),
        (("-o", "导入.xlsx", "--redact"), "不能和"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    done = run(SAMPLE, *PROFILE, *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_options_of_the_profile_want_the_profile(tmp_path: Path) -> None:
    done = run(SAMPLE, "-o", tmp_path / "x.xlsx", "--codes", "码.csv")
    assert done.returncode == 2
    assert "--profile" in done.stderr


def test_a_table_of_codes_that_is_not_there(tmp_path: Path) -> None:
    done = run(SAMPLE, *PROFILE, "-o", tmp_path / "x.xlsx", "--codes", tmp_path / "没有.csv")
    assert done.returncode == 3
    assert "没有.csv" in done.stderr
    assert "xlform.toml" not in done.stderr


def test_a_table_without_codes(tmp_path: Path) -> None:
    (tmp_path / "编码.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = run(SAMPLE, *PROFILE, "-o", tmp_path / "x.xlsx", "--codes", tmp_path / "编码.csv")
    assert done.returncode == 2
    assert "没有编码" in done.stderr
