"""``xlform diff``: as text, data and a marked copy."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from command import Completed, run

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "云田镇.xlsx"


def diff(*arguments: str | Path) -> Completed:
    return run("diff", *arguments)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    book = openpyxl.load_workbook(SAMPLE)
    book["附表3-1"]["D24"] = 22
    book["附表3-1"]["C26"] = "=HYPERLINK(1)"
    del book["附表3-3"]
    path = tmp_path / "二轮.xlsx"
    book.save(path)
    return path


def test_equal_files_exit_with_0() -> None:
    done = diff(SAMPLE, SAMPLE)
    assert done.returncode == 0
    assert "没有不同" in done.stdout


def test_the_differences_as_text(second: Path) -> None:
    done = diff(SAMPLE, second)
    assert done.returncode == 1
    assert "改  支出明细及测算说明“环境整治清理费用”的金额：20 → 22  [附表3-1!D24]" in done.stdout
    assert "删  整张表" in done.stdout
    english = run("diff", SAMPLE, second, "--lang", "en")
    assert "20 → 22" in english.stdout
    assert "differences" in english.stdout


def test_the_differences_as_data(second: Path) -> None:
    done = diff(SAMPLE, second, "--format", "json")
    plain = json.loads(done.stdout)
    assert plain["schema"] == "xlform.diff/1"
    assert plain["left"]["name"] == "云田镇.xlsx"
    amount = next(one for one in plain["differences"] if one["path"] == "expenses[2].amount")
    assert amount["kind"] == "changed"
    assert amount["left"] == {"value": "20", "text": "20", "sheet": "附表3-1", "cell": "D24"}
    assert amount["right"]["value"] == "22"
    gone = next(one for one in plain["differences"] if one["path"] == "")
    assert gone["kind"] == "removed"
    assert gone["right"] is None


def test_the_differences_marked_in_a_copy(second: Path, tmp_path: Path) -> None:
    output = tmp_path / "比对.xlsx"
    before = second.read_bytes()
    done = diff(SAMPLE, second, "-o", output)
    assert done.returncode == 1
    assert second.read_bytes() == before
    book = openpyxl.load_workbook(output)
    comment = book["附表3-1"]["D24"].comment
    assert comment is not None
    assert "原为：20" in comment.text
    rows = [[cell.value for cell in row] for row in book["比对清单"].iter_rows()]
    assert ["22", "附表3-1!D24"] in [row[5:] for row in rows]
    assert any(row[1] == "删除" and row[-1] == "原 附表3-3" for row in rows)
    assert all(cell.data_type != "f" for row in book["比对清单"].iter_rows() for cell in row)


def test_an_unreadable_file_is_told_and_nothing_written(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04nothing")
    output = tmp_path / "比对.xlsx"
    done = diff(SAMPLE, bad, "-o", output)
    assert done.returncode == 3
    assert done.stderr.count("坏.xlsx") == 1
    assert not output.exists()
    assert diff(SAMPLE, SAMPLE, "-o", SAMPLE).returncode == 2
    assert diff(SAMPLE).returncode == 2
