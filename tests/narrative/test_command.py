"""``xlform write --narrative`` as a clerk runs it: files, sentences, exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from command import run
from rule_checks import DISTRICT, SAMPLE

import xlform


class Result:
    """What a run of the command said, and its exit code."""

    def __init__(
        self, *words: str | Path, folder: Path, command: tuple[str, ...] = ("write", "--narrative")
    ) -> None:
        done = run(*command, *words, cwd=folder)
        self.output = done.stdout + done.stderr
        self.exit_code = done.returncode


def blank_department(folder: Path) -> Path:
    """The sample's JSON with one amount of 附表1 missing."""
    submission = xlform.read(SAMPLE)
    [first, *rest] = submission.forms
    fields = {**first.fields, "basic_expenditure": None}
    forms = (msgspec.structs.replace(first, fields=fields), *rest)
    path = folder / "缺数.json"
    path.write_text(msgspec.structs.replace(submission, forms=forms).json(), encoding="utf-8")
    return path


def test_a_narrative_is_written_and_named(tmp_path: Path) -> None:
    result = Result(SAMPLE, "-o", tmp_path / "说明.docx", folder=tmp_path)
    assert result.exit_code == 0
    assert "编报说明已写出" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["说明.docx"]


def test_what_is_left_blank_is_reported_for_review(tmp_path: Path) -> None:
    result = Result(blank_department(tmp_path), "-o", tmp_path / "说明.docx", folder=tmp_path)
    assert result.exit_code == 1
    assert "标出待填的有 1 处" in result.output


def test_several_files_go_to_a_folder_and_one_that_fails_costs_no_other(tmp_path: Path) -> None:
    shutil.copy(SAMPLE.parent / "项目支出绩效目标申报表.xlsx", tmp_path / "别的.xlsx")
    result = Result(
        SAMPLE, DISTRICT[0], tmp_path / "别的.xlsx", "-o", tmp_path / "out", folder=tmp_path
    )
    assert result.exit_code == 3
    assert "这套模板没有编报说明" in result.output
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"云田镇.docx", f"{DISTRICT[0].stem}.docx"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "说明.xlsx"], ".docx"),
        (["-o", "说明.docx", "--template", "shifeng-2023"], "不能与 --narrative 同用"),
    ],
)
def test_wrong_usage_is_reported_and_nothing_written(
    words: list[str], said: str, tmp_path: Path
) -> None:
    result = Result(SAMPLE, *words, folder=tmp_path)
    assert result.exit_code == 2
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_next_years_narrative_has_its_year_and_no_amounts(tmp_path: Path) -> None:
    place = tmp_path / "明年.docx"
    assert Result(SAMPLE, "--to", "2024", "-o", place, folder=tmp_path).exit_code == 1
    [form] = xlform.read(place).forms
    assert form.year == 2024
    assert form.fields["income_total"] is None
    assert [row["amount"] for row in form.tables["projects"]] == [None] * 4


def test_a_narrative_a_workbook_has_no_place_for_is_reported(tmp_path: Path) -> None:
    place = tmp_path / "表.xlsx"
    result = Result("-o", place, SAMPLE.with_suffix(".docx"), folder=tmp_path, command=("write",))
    assert result.exit_code == 0
    assert "编报说明不是表格，没有写进工作簿" in result.output
    assert len(xlform.read(place).forms) == 6


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("shifeng-2023", 0, "每个 3 种表；失败 0 个。\n部门整体支出绩效目标表编报说明是文字材料"),
        ("shifeng-2023/narrative", 3, "没有空白工作簿；由附表写出它用 xlform write --narrative"),
    ],
)
def test_a_narrative_is_no_blank_to_hand_out(
    name: str, code: int, said: str, tmp_path: Path
) -> None:
    result = Result(name, "-o", tmp_path, folder=tmp_path, command=("blank",))
    assert result.exit_code == code
    assert said in result.output
