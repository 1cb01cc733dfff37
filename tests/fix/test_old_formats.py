"""Old formats are mended into a new .xlsx, where LibreOffice is there to read them."""

from __future__ import annotations

import os
from pathlib import Path

import command
import openpyxl
import pytest
from command import Completed
from compound_file import compound_file
from office import needs_office, running, saved_as

import xlform
from xlform.errors import FileProblem
from xlform.formats import conversion

BROKEN = Path(__file__).parents[2] / "samples" / "broken" / "合计漏了末行.xlsx"


def run(*arguments: str | Path) -> Completed:
    return command.run("fix", *arguments, env=running(os.environ))


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_an_old_format_is_mended_into_a_new_xlsx(tmp_path: Path, ending: str) -> None:
    [given] = saved_as(ending, [BROKEN], tmp_path)
    before = given.read_bytes()
    output = tmp_path / "改好.xlsx"
    # Once with a start of LibreOffice, as a user's machine does it.
    done = command.run("fix", given, "-o", output)
    assert done.returncode == 0, done.stderr
    told = done.stdout.replace("\n", "")
    assert told.index("转换会丢失宏") < told.index("G-02")
    assert given.read_bytes() == before
    formulas = openpyxl.load_workbook(output)
    assert formulas["附表3-1"]["D25"].value == "=SUM(D22:D24)"
    assert openpyxl.load_workbook(output, data_only=True)["附表3-1"]["D25"].value == 30
    again = run(output)
    assert again.returncode == 0
    assert "无需修改" in again.stdout
    done = run(given, "-o", tmp_path / "夹")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "夹").iterdir()] == [f"{given.stem}.xlsx"]
    refused = run(given, "--in-place")
    assert refused.returncode == 3
    assert "不能改在原文件里" in refused.stderr
    assert given.read_bytes() == before


def test_without_libreoffice_the_sentence_says_how_to_save_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "office_program", lambda: "")
    given = tmp_path / "旧.xls"
    given.write_bytes(compound_file({"Workbook": b"x"}))
    with pytest.raises(FileProblem, match=r"另存为 \.xlsx"):
        xlform.fix(given)


@needs_office
def test_what_libreoffice_can_not_read_is_told(tmp_path: Path) -> None:
    given = tmp_path / "坏.xls"
    given.write_bytes(compound_file({"Workbook": b"\xff" * 2000}))
    with pytest.raises(FileProblem) as caught:
        xlform.fix(given)
    assert "坏.xls" in str(caught.value)


@pytest.mark.parametrize("text", ["甲,乙\n1,2\n", "<table><tr><td>甲</td></tr></table>"])
def test_what_has_no_cells_to_change_is_told(tmp_path: Path, text: str) -> None:
    given = tmp_path / "导出.xls"
    given.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match="xlform convert"):
        xlform.fix(given)
