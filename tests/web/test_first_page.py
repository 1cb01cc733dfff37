"""Files dropped on the first page are read and listed with what they hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
from page_server import serving

from xlform.files.own_output import mark_output

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = (SAMPLES / "云田镇.xlsx").read_bytes()


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_files_of_every_kind_are_listed_with_their_state() -> None:
    with serving() as site:
        browser = site.browser()
        assert browser.drop(("云田镇.xlsx", SAMPLE), ("坏.xlsx", b"no workbook")).status_code == 200
        browser.read()
        browser.drop(
            ("全区/副本.xlsx", SAMPLE),
            ("全区/说明.md", b"# notes"),
            ("压缩.zip", zipped(**{"甲镇/表.xlsx": SAMPLE, "../../外.xlsx": SAMPLE})),
        )
        page = browser.read()
    assert page.count('data-state="duplicate"') == 2
    assert page.count('data-state="unreadable"') == 2
    assert page.count('data-state="skipped"') == 1
    assert page.count('data-state="passed"') + page.count('data-state="faulty"') == 1
    assert "压缩.zip!甲镇/表.xlsx" in page
    assert "株洲市石峰区云田镇人民政府" in page
    assert ">2023<" in page


def test_files_without_content_and_lock_files_are_called_so() -> None:
    with serving() as site:
        browser = site.browser()
        browser.drop(
            ("空.xlsx", b""), ("空.txt", b""), ("~$表.xlsx", b"x" * 165), ("包.zip", zipped(空=b""))
        )
        page = browser.read()
    assert page.count("是空文件") == 2
    assert page.count("~$") >= 2
    assert "没有认出任何已知表格" not in page


def test_an_output_of_its_own_and_an_unknown_form_are_told_without_the_terminal() -> None:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with serving() as site:
        browser = site.browser()
        summary = mark_output(book.getvalue(), "summary", "汇总.xlsx")
        browser.drop(("汇总.xlsx", summary), ("别的.xlsx", book.getvalue()))
        page = browser.read()
    assert page.count('data-state="skipped"') == 1
    assert "“汇总.xlsx”是 xlform 写出的汇总表，不是报送件" in page
    assert "没见过的表，在“表样”一页用空白表添加" in page
    assert "xlform template" not in page
    assert "单独写出" not in page


def test_a_file_is_read_in_the_language_of_its_clerk() -> None:
    with serving() as site:
        pages = []
        for chosen in ("en", "zh"):
            browser = site.browser()
            browser.http.get(f"/?lang={chosen}")
            browser.drop(("坏.xlsx", b"no workbook"), ("云田镇.xlsx", SAMPLE))
            pages.append(browser.read())
            district = browser.http.get("/district")
            assert district.status_code == 200
            assert "1056.40" in district.text
            assert (
                "1056.40"
                in browser.http.get(f"/district?lang={'zh' if chosen == 'en' else 'en'}").text
            )
            assert browser.http.get("/district/download/summary").content.startswith(b"PK")
    english, chinese = pages
    assert "请核对" in chinese
    assert "请核对" not in english
    assert "fund-direction" in english
    assert "fund-direction" not in chinese


def test_the_tour_shows_the_samples() -> None:
    with serving() as site:
        browser = site.browser()
        assert 'action="/samples"' in browser.first
        assert 'action="/samples"' in browser.http.get("/help").text
        browser.post("/samples")
        page = browser.read()
    assert page.count("样例/") >= 20
    assert 'data-state="faulty"' in page
    assert 'data-state="unreadable"' not in page
