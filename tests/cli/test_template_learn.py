"""``xlform template learn``: a folder with a template that reads, and sentences for what fails."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from command import Completed, run

from xlform.cli.commands.template.learn import learn as command

ROOT = Path(__file__).parents[2]
BLANK = ROOT / "templates" / "national-2020" / "self-evaluation" / "blank.xlsx"
SAMPLE = ROOT / "samples" / "项目支出绩效自评表.xlsx"


def learn(*arguments: str | Path) -> Completed:
    return run("template", "learn", *arguments)


def test_the_template_reads_and_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "a-own" / "evaluation"
    done = learn(BLANK, "--filled", SAMPLE, "-o", folder)
    assert done.returncode == 0
    assert "没有读取 0 格" in done.stderr
    assert (folder / "blank.xlsx").read_bytes() == BLANK.read_bytes()
    text = (folder / "form.toml").read_text(encoding="utf-8")
    seen = run("import", SAMPLE, "--templates", tmp_path, "--format", "json")
    assert seen.returncode == 0
    assert '"template": "a-own/evaluation"' in seen.stdout  # of equal templates the own one
    again = learn(BLANK, "-o", folder)
    assert again.returncode == 3
    assert "--force" in again.stderr
    assert (folder / "form.toml").read_text(encoding="utf-8") == text
    assert learn(BLANK, "-o", folder, "--force").returncode == 0
    shown = run("template", "preview", folder, SAMPLE, "-o", tmp_path / "对照.xlsx")
    assert shown.returncode == 0


def test_each_sheet_of_a_workbook_gets_its_folder(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BLANK)
    other = book.create_sheet("清单")
    for row in (["项目清单"], ["序号", "项目名称", "金额（万元）", "备注"], ["", "", "", ""]):
        other.append(row)
    for _ in range(2):
        book.copy_worksheet(other)
    both = tmp_path / "空白.xlsx"
    book.save(both)
    assert learn(both, "-o", tmp_path / "set").returncode == 0
    folders = sorted(path.name for path in (tmp_path / "set").iterdir())
    assert len(folders) == 4  # three of one kind
    for folder in folders:
        copy = openpyxl.load_workbook(tmp_path / "set" / folder / "blank.xlsx")
        assert len(copy.sheetnames) == 1
    listed = run("templates", "--templates", tmp_path)
    assert all(f"set/{folder}" in listed.stdout for folder in folders)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("text", "不是工作簿"),
        ("empty", "没有可以推定的标签"),
        ("file", "是文件"),
        ("sample", "没有与空白表"),
    ],
)
def test_what_can_not_be_learnt_is_told_in_a_sentence(
    case: str, words: str, tmp_path: Path
) -> None:
    blank, output = BLANK, tmp_path / "out"
    more: list[str | Path] = []
    if case == "text":
        blank = tmp_path / "通知.txt"
        blank.write_text("请按时报送。", encoding="utf-8")
    if case == "empty":
        blank = tmp_path / "空.xlsx"
        openpyxl.Workbook().save(blank)
    if case == "file":
        output = tmp_path / "out.txt"
        output.write_text("x", encoding="utf-8")
    if case == "sample":
        more = ["--filled", ROOT / "samples" / "云田镇.xlsx"]
    done = learn(blank, *more, "-o", output)
    assert done.returncode == 3
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not output.is_dir()


def test_a_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["试用表", "", "", ""], ["项目名称", "", "项目金额", ""]):
        sheet.append(row)
    blank = tmp_path / "空白.xlsx"
    book.save(blank)
    monkeypatch.setattr("xlform.cli.commands.template.learn.on_terminal", lambda: True)
    done = CliRunner().invoke(command, [str(blank), "-o", str(tmp_path / "own" / "a")], input="2\n")
    assert done.exception is None
    assert "金额是万元还是元" in done.output
    text = (tmp_path / "own" / "a" / "form.toml").read_text(encoding="utf-8")
    assert '"元"' in text
