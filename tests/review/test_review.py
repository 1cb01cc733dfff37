"""``xlform review`` and ``xlform status``: a round, the next day's run, the second round."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command import Completed, run

from xlform.checking.check import Checker
from xlform.review.ledger import Ledger, ReviewedUnit, status_json
from xlform.review.run import Reviewer, ReviewOptions, ReviewStopped
from xlform.review.units import submitted_units
from xlform.summary.collect import ReadOptions
from xlform.summary.spooled_file import SpooledFile
from xlform.summary.unit_status import SubmissionStatus, UnitStatus
from xlform.summary.versions import ExcludedForm, Selection

SAMPLES = Path(__file__).parents[2] / "samples"
DISTRICT = SAMPLES / "district"
TOWN, SCHOOLS, JUSTICE, ABSENT = (
    f"株洲市石峰区{name}" for name in ("云田镇人民政府", "教育局", "司法局", "民政局")
)
ROSTER = f"单位名称\n{TOWN}\n{SCHOOLS}\n{JUSTICE}\n{ABSENT}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Submissions: one to return, one to pass, one damaged; and a roster with an absent unit."""
    monkeypatch.setenv("XLFORM_CACHE", str(tmp_path / "cache"))
    (tmp_path / "名单.csv").write_text(ROSTER, encoding="utf-8")
    submissions = tmp_path / "报送件"
    submissions.mkdir()
    shutil.copy(SAMPLES / "云田镇.xlsx", submissions)
    shutil.copy(DISTRICT / "教育局.xlsx", submissions)
    (submissions / "司法局.xlsx").write_bytes((DISTRICT / "司法局.xlsx").read_bytes()[:9000])
    return tmp_path


def review(folder: Path, *further: str) -> Completed:
    return run(
        "review",
        folder / "报送件",
        "-o",
        folder / "结果",
        "--roster",
        folder / "名单.csv",
        *further,
    )


def status(folder: Path) -> dict[str, Any]:
    ledger: dict[str, Any] = json.loads(run("status", folder / "结果", "--format", "json").stdout)
    return ledger | {unit["unit"]: unit for unit in ledger["units"]}


def papers(folder: Path, unit: str) -> dict[str, bytes]:
    found = sorted((folder / "结果" / unit).rglob("*"))
    return {
        path.relative_to(folder / "结果" / unit).as_posix(): path.read_bytes()
        for path in found
        if path.is_file()
    }


def submit(folder: Path, cell: str, value: str) -> None:
    """Change a cell of the town's 附表1 and hand it in again."""
    path = folder / "报送件" / "云田镇.xlsx"
    book = openpyxl.load_workbook(path)
    book["附表1"][cell] = value
    book.save(path)


def test_the_paper_of_a_workbook_is_told_as_such() -> None:
    """It is no earlier version of it, though its forms do not count."""
    names = {"甲镇-盖章.pdf": "pdf", "甲镇.xlsx": "xlsx", "甲镇旧.xlsx": "xlsx"}
    files = [
        SpooledFile(number, name, name, 9, 9, name, "甲镇", 2023, 1, 0, 0, 0, "", 0, kind)
        for number, (name, kind) in enumerate(names.items(), 1)
    ]
    excluded = tuple(
        ExcludedForm(name, 1, "department", "", "附表1", "甲镇", 2023, "甲镇.xlsx", is_copy=is_copy)
        for name, is_copy in (("甲镇-盖章.pdf", True), ("甲镇旧.xlsx", False))
    )
    numbers = {form.path: frozenset({1}) for form in excluded}
    status = SubmissionStatus(
        (UnitStatus("甲镇", "complete", files=("甲镇.xlsx",), replaced=tuple(numbers)),),
        (),
        Selection(excluded, numbers),
    )
    (unit,) = submitted_units(files, status, Checker().context)
    told = {file.path: (file.state, file.because) for file in unit.files}
    assert told["甲镇.xlsx"] == ("counts", "")
    assert told["甲镇旧.xlsx"] == ("replaced", "已由“甲镇.xlsx”代替")
    assert told["甲镇-盖章.pdf"][0] == "paper"
    assert "以电子表为准" in told["甲镇-盖章.pdf"][1]
    entry = ReviewedUnit("甲镇", "returned", files=unit.files)
    plain = json.loads(status_json(Ledger((entry,))))["units"][0]
    assert (plain["replaced"], plain["paper"]) == (["甲镇旧.xlsx"], ["甲镇-盖章.pdf"])


def test_two_rounds(folder: Path) -> None:
    first = review(folder)
    assert first.returncode == 3  # one could not be read
    ledger = status(folder)
    states = {unit["unit"]: unit["state"] for unit in ledger["units"]}
    assert states == {
        TOWN: "returned", SCHOOLS: "passed", JUSTICE: "unreadable", ABSENT: "absent",
    }  # fmt: skip
    assert ledger["schema"] == "xlform.ledger/1"
    assert ledger["round"] == 1
    assert ledger[TOWN]["errors"] > 0
    assert (folder / "结果" / "汇总.xlsx").is_file()
    town, schools = papers(folder, TOWN), papers(folder, SCHOOLS)
    assert set(town) == {"退回意见.docx", "标注.xlsx", "修复.xlsx", "规范.xlsx"}
    assert "退回意见.docx" not in schools

    # The next day: nothing new, nothing written.
    again = review(folder)
    assert "本次审核 0 个单位" in again.stdout
    assert papers(folder, TOWN) == town

    # The damaged file comes again; the town has mended one cell and broken another.
    shutil.copy(DISTRICT / "司法局.xlsx", folder / "报送件")
    submit(folder, "B8", "管理")
    second = review(folder)
    assert second.returncode == 1
    assert "本次审核 2 个单位" in second.stdout
    ledger = status(folder)
    assert ledger["round"] == 2
    assert ledger[JUSTICE]["round"] == 1
    now = ledger[TOWN]
    assert now["round"] == 2
    # Warnings of format and wording need no answer, so they are not compared.
    assert 0 < now["open"] + now["new"] < now["errors"] + now["warnings"]
    assert now["open"] > 0
    round_two = papers(folder, TOWN)
    assert {
        name.removeprefix("第1轮/"): data for name, data in round_two.items() if "/" in name
    } == town
    assert papers(folder, SCHOOLS) == schools


def test_edited_papers_stay(folder: Path) -> None:
    review(folder)
    letter = folder / "结果" / TOWN / "退回意见.docx"
    letter.write_bytes(b"edited by hand")
    (folder / "xlform.toml").write_text('[severity]\nA-04 = "warning"\n', encoding="utf-8")
    config = ("--config", str(folder / "xlform.toml"))
    done = review(folder, *config)
    assert "有人改过" in done.stderr
    assert letter.read_bytes() == b"edited by hand"
    review(folder, *config, "--force")
    assert letter.read_bytes() != b"edited by hand"


def test_what_could_not_be_written_is_tried_again(folder: Path) -> None:
    for name in ("云田镇.xlsx", "司法局.xlsx"):
        (folder / "报送件" / name).unlink()
    paper = folder / "结果" / SCHOOLS / "规范.xlsx"
    paper.mkdir(parents=True)
    for _ in range(2):
        done = review(folder)
        assert done.returncode == 3
        assert "规范.xlsx" in done.stderr
    paper.rmdir()
    assert review(folder).returncode == 0
    assert paper.is_file()
    assert "本次审核 0 个单位" in review(folder).stdout


def test_forms_in_files_of_their_own_are_one_submission(folder: Path) -> None:
    """附表1 and the rest as two workbooks: neither lacks the other's forms."""
    for name, kept in (("附表1", True), ("其余", False)):
        book = openpyxl.load_workbook(DISTRICT / "教育局.xlsx", data_only=True)
        for sheet in book.sheetnames:
            if (sheet == "附表1") != kept:
                del book[sheet]
        book.save(folder / "报送件" / f"教育局{name}.xlsx")
    (folder / "报送件" / "教育局.xlsx").unlink()
    review(folder)
    unit = status(folder)[SCHOOLS]
    assert (unit["state"], unit["errors"], unit["missing"]) == ("passed", 0, [])
    assert {"修复-教育局附表1.xlsx", "修复-教育局其余.xlsx", "规范.xlsx"} <= set(
        papers(folder, SCHOOLS)
    )
    clean = openpyxl.load_workbook(folder / "结果" / SCHOOLS / "规范.xlsx")
    assert "附表1" in clean.sheetnames


def test_results_among_the_submissions_are_no_input(folder: Path) -> None:
    inside = folder / "报送件" / "结果"
    for _ in range(2):
        run("review", folder / "报送件", "-o", inside, "--roster", folder / "名单.csv")
    ledger = json.loads(run("status", inside, "--format", "json").stdout)
    assert len(ledger["units"]) == 4
    assert all(unit["round"] <= 1 for unit in ledger["units"])


def test_an_empty_file_is_in_the_ledger_and_other_files_are_not(folder: Path) -> None:
    (folder / "报送件" / "空表.xlsx").touch()
    (folder / "报送件" / "录像.mp4").touch()
    done = review(folder)
    assert "空表.xlsx”是空文件" in done.stderr
    assert done.returncode == 3
    units = status(folder)
    assert units["空表"]["state"] == "unreadable"
    assert "录像" not in units


@pytest.mark.parametrize("around", [".", "报送件"])
def test_output_is_no_folder_of_submissions(folder: Path, around: str) -> None:
    done = run("review", folder / "报送件", "-o", folder / around)
    assert done.returncode == 2
    assert "另给一个文件夹" in done.stderr


def test_a_damaged_ledger_stops_before_anything_is_replaced(folder: Path) -> None:
    review(folder)
    ledger, before = folder / "结果" / "台账.json", papers(folder, TOWN)
    for damaged in (b"{", b'{"schema": "xlform.findings/1"}'):
        ledger.write_bytes(damaged)
        done = review(folder)
        assert done.returncode == 3
        assert "台账" in done.stderr
        assert papers(folder, TOWN) == before
        assert run("status", folder / "结果").returncode == 3


def test_a_stop_keeps_what_is_done(folder: Path) -> None:
    shutil.copy(DISTRICT / "民政局.xlsx", folder / "报送件")

    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    reviewer = Reviewer(ReadOptions(jobs=1), ReviewOptions(str(folder / "名单.csv")))
    with pytest.raises(ReviewStopped):
        reviewer.run([folder / "报送件"], folder / "结果", None, stop)
    states = [unit["round"] for unit in status(folder)["units"]]
    assert sorted(states) == [0, 0, 0, 1]
    assert "本次审核 2 个单位" in review(folder).stdout


def test_status_as_a_table(folder: Path) -> None:
    review(folder, "--deadline", "2001-01-01")
    done = run("status", folder / "结果")
    assert done.returncode == 0
    assert "退回（逾期）" in done.stdout
    assert "共 4 个单位：退回 1，通过 1，读不了 1，未报 1。" in done.stdout
    assert run("status", folder).returncode == 3
    workbook = openpyxl.load_workbook(folder / "结果" / "台账.xlsx")
    assert workbook.sheetnames == ["台账", "文件"]
    units = [row[1].value for row in workbook["台账"].iter_rows(min_row=5)]
    assert units == [TOWN, SCHOOLS, JUSTICE, ABSENT]
