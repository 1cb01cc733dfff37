"""Submissions of every format in one summary, with documents beside them that hold no forms."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from office import needs_office, saved_as
from opening import streamed
from spooling import DISTRICT

import xlform
from xlform.summary.options import NothingCounted, Summary

SAMPLES = Path(__file__).parents[2] / "samples"
NOTICE = "<html><body><p>请各单位按时报送</p></body></html>"
ROSTER = "单位名称\n株洲市石峰区云田镇人民政府\n"


def summary(folder: Path, out: Path, roster: Path | None = None) -> Summary:
    return xlform.summarize(folder, out, roster=roster, jobs=1, cache=False)


def sources(out: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Of each file the sheets that 来源 shows, the formulas that lead there, and the states."""
    told: dict[str, list[tuple[str, str, str]]] = {}
    with streamed(out, data_only=True) as shown, streamed(out) as led:
        rows, leads = (book["来源"].iter_rows(min_row=5, values_only=True) for book in (shown, led))
        for row, lead in zip(rows, leads, strict=True):
            told.setdefault(str(row[2]), []).append((str(row[3]), str(lead[3]), str(row[6])))
    return told


def filled(folder: Path) -> Path:
    """A folder with a document, the same as text in an archive, and what is no submission."""
    folder.mkdir()
    (folder / "云田镇.docx").write_bytes((SAMPLES / "云田镇.docx").read_bytes())
    (folder / "units.csv").write_text("单位,电话\n甲镇,1\n乙镇,2\n", encoding="gb18030")
    (folder / "说明.txt").write_text("请按时报送", encoding="utf-8")
    (folder / "通知.html").write_text(NOTICE, encoding="utf-8")
    (folder / "坏.docx").write_bytes((SAMPLES / "云田镇.docx").read_bytes()[:2000])
    with zipfile.ZipFile(folder / "补报.zip", "w") as archive:
        archive.write(DISTRICT[0], "补报.xlsx")
        archive.writestr("说明.txt", "请按时报送")
        archive.write(SAMPLES / "云田镇.txt", "文本.txt")
    return folder


def test_documents_count_and_papers_without_forms_are_skipped(tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    made = summary(filled(tmp_path / "全区"), out)
    states = {name: {state for _, _, state in rows} for name, rows in sources(out).items()}
    skipped = {"units.csv", "全区/说明.txt", "补报.zip/说明.txt", "通知.html"}
    assert {name for name, found in states.items() if found == {"不是填报表"}} == skipped
    assert states["坏.docx"] == {"读不了"}
    assert made.written.failed == 1
    assert "已读取" in states["补报.xlsx"]
    # Handed in twice by one town, as a document and as text: one of them counts.
    assert "已读取" in states["云田镇.docx"] | states["文本.txt"]
    assert len(made.problems) == len(skipped) + 1


def test_a_document_has_no_sheet_to_lead_to(tmp_path: Path) -> None:
    folder, out = filled(tmp_path / "全区"), tmp_path / "汇总.xlsx"
    (folder / "补报.zip").unlink()
    summary(folder, out)
    rows = sources(out)["云田镇.docx"]
    assert ("正文!A1", '=HYPERLINK("全区/云田镇.docx","正文!A1")', "已读取") in rows
    assert all("#" not in formula for _, formula, _ in rows)
    narrative = openpyxl.load_workbook(out, data_only=True)["编报说明"]
    assert "正文!A5" in {cell.value for cell in narrative[5]}


def test_a_named_paper_without_forms_cannot_be_read(tmp_path: Path) -> None:
    folder = filled(tmp_path / "全区")
    for name in ("units.csv", "说明.txt"):
        with pytest.raises(NothingCounted) as nothing:
            summary(folder / name, tmp_path / "汇总.xlsx")
        assert len(nothing.value.problems) == 1


def test_the_roster_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    folder, out = filled(tmp_path / "全区"), tmp_path / "汇总.xlsx"
    roster = folder / "名单.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    made = summary(folder, out, roster)
    assert "名单.csv" not in sources(out)
    assert not any("名单.csv" in problem for problem in made.problems)


@needs_office
def test_old_workbooks_and_web_pages_lead_where_they_can(tmp_path: Path) -> None:
    folder, out = tmp_path / "全区", tmp_path / "汇总.xlsx"
    folder.mkdir()
    for path, kind, name in zip(
        DISTRICT, ("xls", "ods", "html"), ("旧.xls", "开放.ods", "网页.xls"), strict=False
    ):
        (one,) = saved_as(kind, [path], tmp_path)
        (folder / name).write_bytes(one.read_bytes())
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.write(DISTRICT[3], "包.xlsx")
    made = summary(folder, out)
    assert not made.problems
    told = sources(out)
    assert set(told) == {"旧.xls", "开放.ods", "网页.xls", "包.xlsx"}
    first = {name: rows[0][:2] for name, rows in told.items()}
    assert first["旧.xls"] == ("附表1!A1", '=HYPERLINK("全区/旧.xls#\'附表1\'!A1","附表1!A1")')
    assert "开放.ods#'附表1'!A1" in first["开放.ods"][1]
    assert first["网页.xls"] == ("附表1!A1", '=HYPERLINK("全区/网页.xls","附表1!A1")')
    assert first["包.xlsx"] == ("附表1!A1", "附表1!A1")
