"""Control characters of cells and file names are shown as signs, whatever prints them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st

from xlform.cli.screen import readable
from xlform.terminal.visible import escaped_json, visible

SAMPLE = Path(__file__).parents[2] / "samples" / "broken" / "合计漏了末行.xlsx"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# Each turns, colours, moves or rings on some terminal.
LIVE = "镇\x1b[31m红\x1b]0;题\x07\x9b2J\u202e反\u2066\u200b隐\u2028行\ufeff\r末\x7f"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission whose unit, goals and file name hold escape sequences."""
    book = openpyxl.load_workbook(SAMPLE)
    first = book.worksheets[0]
    for row in first.iter_rows():
        for cell in row:
            if cell.value == "部门名称":
                first.cell(cell.row, cell.column + 1).value = LIVE.replace("\x1b", "_x001B_")
    path = tmp_path_factory.mktemp("live") / "云\x1b[31m田\u202e镇.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "command",
    [
        ("import",), ("import", "--explain"), ("import", "--format", "json"), ("check",),
        ("check", "--format", "line"), ("check", "--format", "json"), ("check", "--format", "html"),
        ("fix",), ("fix", "--diff"), ("diff", str(SAMPLE)),
    ],
    ids=" ".join,
)  # fmt: skip
def test_nothing_printed_is_carried_out(command: tuple[str, ...], hostile: Path) -> None:
    done = run(*command, hostile)
    assert RAW.search(done.stdout + done.stderr) is None
    assert "␛" in done.stdout or "\\u001b" in done.stdout


def test_json_is_the_same_data(hostile: Path) -> None:
    read = json.loads(run("import", "--format", "json", hostile).stdout)
    assert "\u202e" in read["source"]["name"]


def test_a_missing_file_is_named_with_signs() -> None:
    done = run("import", "没有\x1b[2J\u202e.xlsx")
    assert done.returncode == 3
    assert RAW.search(done.stderr) is None


@given(st.text())
def test_signs_for_everything_that_is_carried_out(text: str) -> None:
    assert RAW.search(visible(text)) is None
    assert RAW.search(readable(text)) is None
    quoted = json.dumps(text, ensure_ascii=False)
    assert RAW.search(escaped_json(quoted)) is None
    assert json.loads(escaped_json(quoted)) == text


def test_a_text_without_them_stays() -> None:
    text = "≥ 90 %，\n\t“甲”"
    assert visible(text) == text


@pytest.mark.parametrize("form", ["text", "json"])
def test_keys_of_a_faulty_template_are_not_carried_out(form: str, tmp_path: Path) -> None:
    key = json.dumps(LIVE.replace("\x7f", ""))
    (tmp_path / "form.toml").write_text(f"{key} = 1\n", "utf-8")
    done = run("template", "check", tmp_path, "--format", form)
    assert RAW.search(done.stdout + done.stderr) is None
    assert "␛" in done.stdout or "\\u001b" in done.stdout
