"""``xlform check`` of several files: findings between them, in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path

import command
import openpyxl
import pytest
from command import Completed

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
DISTRICT = sorted((ROOT / "samples" / "district").glob("*.xlsx"))
HEADING = "各报送件之间"


def run(*arguments: str | Path) -> Completed:
    return command.run("check", *arguments)


@pytest.fixture(scope="module")
def saved_again() -> bytes:
    """The sample sent again with another amount."""
    book = openpyxl.load_workbook(SAMPLE)
    book["附表3-1"]["B5"].value = 96
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


@pytest.fixture
def again(tmp_path: Path, saved_again: bytes) -> Path:
    path = tmp_path / "云田镇（最终版）.xlsx"
    path.write_bytes(saved_again)
    return path


ONLY = ("--select", "B-01")


def test_the_report_ends_with_what_stands_between_the_files(again: Path) -> None:
    done = run(SAMPLE, again, *ONLY)
    before, _, between = done.stdout.partition(f"\n{HEADING}  警告 3\n")
    assert before.count("没有发现问题。") == 2
    assert between.startswith(
        "  云田镇（最终版）.xlsx 附表1!A2 警告 B-01\n"
        "    株洲市石峰区云田镇人民政府2023年的《部门整体支出绩效目标表》"
        "在“云田镇（最终版）.xlsx”和“云田镇.xlsx”里都有。\n"
    )
    assert "    办法：请与单位核实以哪一份为准" in between
    assert between.splitlines()[-1].startswith("共 2 个文件：核对 2 个，错误 0，警告 3，")


def test_it_says_so_when_there_is_nothing_between_them() -> None:
    done = run(*DISTRICT, "--select", "B")
    assert done.stdout.count(f"{HEADING}\n  没有发现问题。\n") == 1
    assert done.returncode == 0


def test_one_file_has_nothing_beside_it() -> None:
    done = run(SAMPLE, "--fail-on", "never")
    assert HEADING not in done.stdout
    assert "B-0" not in done.stdout
    plain = json.loads(run(SAMPLE, "--format", "json").stdout)
    assert [one for one in plain["not_asked"] if one["code"].startswith("B-")] == []
    assert "  B-01  只有一份报送件\n" in run(SAMPLE, *ONLY).stdout


def test_lines_name_the_path_of_the_file(again: Path) -> None:
    done = run(SAMPLE, again, *ONLY, "--format", "line")
    starts = [line.partition(" 株洲市")[0] for line in done.stdout.splitlines()]
    assert starts == [
        f"{again}:{place}: warning B-01" for place in ("附表1!A2", "附表2!A2", "附表3-1!A2")
    ]


def test_json_ends_with_an_object_on_the_batch(again: Path) -> None:
    arguments = ("--select", "B-01,B-03", "--format", "json")
    done = run(SAMPLE, again, *arguments)
    *files, batch = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["source"]["name"] for one in files] == [SAMPLE.name, again.name]
    assert list(batch) == ["schema", "batch", "findings", "groups", "not_asked"]
    assert batch["schema"] == "xlform.findings/1"
    assert batch["batch"] == ["云田镇.xlsx", "云田镇（最终版）.xlsx"]
    assert {one["file"] for one in batch["findings"]} == {again.name}
    assert batch["findings"][0]["id"] == f"B-01/{again.name}/附表1/A2"
    assert {one["code"]: one["reason"] for one in batch["not_asked"]} == {
        **dict.fromkeys(("B-02", *(f"B-0{n}" for n in range(4, 10))), "not-selected"),
        "B-03": "not-applicable",
    }
    assert all("file" not in one for file in files for one in file["findings"])
    turned = run(again, SAMPLE, *arguments)
    assert turned.stdout.splitlines()[-1] == done.stdout.splitlines()[-1]


def test_the_page_has_a_last_section(again: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.html"
    done = run(SAMPLE, again, *ONLY, "-o", out)
    assert done.returncode == 0
    text = out.read_text(encoding="utf-8")
    between = text.rpartition(f"<section><h2>{HEADING}</h2>")[2]
    assert "<h2>" not in between
    assert '<summary>云田镇（最终版）.xlsx <span class="tag warning">警告 3</span>' in between
    assert "<td>附表1!A2</td>" in between
    assert '<span class="tag warning">警告</span> 3</label>' in text


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_papers_leave_it_out_and_say_so(form: str, again: Path, tmp_path: Path) -> None:
    arguments = ("--select", "B-01", "--format", form, "-o", tmp_path / "退回")
    told = f"各报送件之间另有 3 处问题，不写进各份 {form} 文件"
    assert told in run(SAMPLE, again, *arguments).stderr
    assert HEADING not in run(SAMPLE, DISTRICT[0], *arguments).stderr


def test_the_exit_code_counts_it(again: Path) -> None:
    assert run(SAMPLE, again, *ONLY).returncode == 0
    assert run(SAMPLE, again, *ONLY, "--fail-on", "warning").returncode == 1
    assert run(SAMPLE, DISTRICT[0], *ONLY, "--fail-on", "warning").returncode == 0


def test_what_changed_since_the_last_time_is_told(again: Path, tmp_path: Path) -> None:
    before = tmp_path / "一审.json"
    run(SAMPLE, again, *ONLY, "-o", before)
    done = run(SAMPLE, again, *ONLY, "--since", before)
    assert "云田镇（最终版）.xlsx 附表1!A2 警告 B-01 未改" in done.stdout
    assert "与上次相比：新增 0，未改 3，已改 0。" in done.stdout
    solved = run(SAMPLE, DISTRICT[0], *ONLY, "--since", before)
    assert "已改 3 处：\n  云田镇（最终版）.xlsx 附表1!A2 B-01 " in solved.stdout
    plain = json.loads(
        run(SAMPLE, again, *ONLY, "--since", before, "--format", "json").stdout.splitlines()[-1]
    )
    assert {one["state"] for one in plain["findings"]} == {"kept"}
    assert plain["fixed"] == plain["unasked"] == []


def test_a_file_that_cannot_be_read_leaves_the_others_to_compare(
    again: Path, tmp_path: Path
) -> None:
    done = run(SAMPLE, tmp_path / "没有.xlsx", again, *ONLY)
    assert done.returncode == 3
    assert f"{HEADING}  警告 3\n" in done.stdout
    nothing = run(tmp_path / "没有.xlsx", tmp_path / "也没有.xlsx", "--format", "json")
    assert nothing.stdout == ""


def test_english_is_said_on_request(again: Path) -> None:
    done = run(SAMPLE, again, *ONLY, "--lang", "en")
    assert "\nBetween submissions  warning 3\n" in done.stdout
    assert " of 株洲市石峰区云田镇人民政府 for 2023 stands in both " in done.stdout
