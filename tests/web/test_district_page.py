"""The page of the district: units, roster, totals with their cells, and what is made of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from page_server import Browser, Site, serving

from xlform.summary.run import summarize

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "samples" / "district"
FILES = [DISTRICT / name for name in ("青禾镇.xlsx", "松塘镇.xlsx", "枫坪镇.xlsx")]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
CHANGED = ROOT / "samples" / "broken" / "合计填成了错数.xlsx"
ROSTER = "单位名称,归口科室\n青禾镇人民政府,农业股\n石桥镇人民政府,农业股\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("区") / "报送件"
    folder.mkdir()
    for path in FILES:
        (folder / path.name).write_bytes(path.read_bytes())
    with serving(folder) as running:
        yield running


@pytest.fixture
def browser(site: Site) -> Browser:
    opened = site.browser()
    opened.read()
    return opened


def add_roster(browser: Browser, content: bytes) -> None:
    browser.http.post(
        "/district/roster",
        data={"form-token": browser.form_token},
        files=[("files", ("名单.csv", content))],
        headers={"Origin": browser.base},
    )


def test_every_unit_with_its_state_and_amounts(browser: Browser) -> None:
    page = browser.http.get("/district").text
    assert all(path.name in page for path in FILES)
    assert "已报齐" in page
    assert "单位名单" in page


def test_the_summary_is_that_of_the_command(browser: Browser, tmp_path: Path) -> None:
    summarize(FILES, tmp_path / "汇总.xlsx", jobs=1, cache=False)
    made = browser.http.get("/district/download/summary").content
    mine = load_workbook(io.BytesIO(made), data_only=True)
    theirs = load_workbook(tmp_path / "汇总.xlsx", data_only=True)
    assert mine.sheetnames == theirs.sheetnames
    name = next(name for name in mine.sheetnames if "附表1" in name or "单位" in name)
    assert [[cell.value for cell in row] for row in mine[name].iter_rows(max_col=4)] == [
        [cell.value for cell in row] for row in theirs[name].iter_rows(max_col=4)
    ]


def test_a_roster_tells_who_is_missing(browser: Browser) -> None:
    add_roster(browser, ROSTER.encode("gb18030"))
    page = browser.http.get("/district").text
    assert "石桥镇人民政府" in page
    assert "未报" in page
    assert "不在名单上的" in page
    assert "石桥镇" not in browser.http.get("/district?state=complete").text.split("<tbody")[-1]
    browser.post("/district/no-roster")
    assert "石桥镇人民政府" not in browser.http.get("/district").text


def test_a_roster_may_be_larger_than_a_form_without_files(browser: Browser) -> None:
    add_roster(browser, (ROSTER + "\n" * (2 << 20)).encode())
    assert "按名单“名单.csv”" in browser.http.get("/district").text
    browser.post("/district/no-roster")


def test_a_roster_that_is_none_is_told(browser: Browser) -> None:
    add_roster(browser, b"\xff\xfe\x00")
    page = browser.http.get("/district")
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert "“名单.csv”" in page.text
    assert "roster.csv" not in page.text
    assert "按名单" not in page.text


def test_findings_are_counted_as_in_the_list(site: Site) -> None:
    browser = site.browser()
    browser.drop(("云田镇.xlsx", SAMPLE.read_bytes()))
    listed = re.search(r"错误 ([1-9]\d*)，警告 (\d+)，提示 (?!0)", browser.read())
    assert listed
    page = browser.http.get("/district").text
    row = page[page.index("株洲市石峰区云田镇人民政府") :]
    assert f"错误 {listed[1]}，警告 {listed[2]}" in row[: row.index("</tr>")]
    ledger = load_workbook(io.BytesIO(browser.http.get("/district/download/ledger").content))
    rows = [[cell.value for cell in row] for sheet in ledger for row in sheet.iter_rows()]
    unit = next(row for row in rows if "株洲市石峰区云田镇人民政府" in row)
    assert {int(listed[1]), int(listed[2])} <= set(unit)


def test_that_reading_was_stopped_is_told(site: Site) -> None:
    browser = site.browser()
    browser.post("/reading", do="stop")
    browser.drop((SAMPLE.name, SAMPLE.read_bytes()))
    assert "读取已停止" in browser.http.get("/district").text
    browser.post("/reading", do="go-on")


def test_of_two_files_of_a_unit_the_one_that_counts_is_shown(site: Site) -> None:
    browser = site.browser()
    browser.drop((CHANGED.name, CHANGED.read_bytes()))
    browser.read()
    page = browser.http.get("/district").text
    assert page.count("不计入") == 1


def test_a_file_of_another_year_is_told_as_such() -> None:
    others = sorted(SAMPLE.parent.glob("项目支出绩效目标申报表（*.xlsx"))[:2]
    with serving() as site:
        browser = site.browser()
        browser.drop(*((path.name, path.read_bytes()) for path in (SAMPLE, *others)))
        browser.read()
        pages = {year: browser.http.get(f"/district?year={year}").text for year in (2023, 2024)}
    assert "不计入，是 2023 年度的" in pages[2024]
    assert "不计入，是 2024 年度的" in pages[2023]
    assert all("以另一份为准" not in page for page in pages.values())


def test_files_of_one_name_are_counted_each() -> None:
    first, second = (path.read_bytes() for path in FILES[:2])
    with serving() as site:
        browser = site.browser()
        for content in (first, second, first):
            browser.drop(("绩效目标表.xlsx", content))
        listed = browser.read()
        page = browser.http.get("/district").text
        letters = zipfile.ZipFile(
            io.BytesIO(browser.http.get("/district/download/letters").content)
        )
    assert "与“绩效目标表.xlsx”内容相同" in listed
    assert "另有" not in listed
    assert all(f">{name}绩效目标表.xlsx</a>" in listed for name in ("", "(2)/", "(3)/"))
    for unit in ("青禾镇", "松塘镇"):
        row = page[page.index(f'scope="row">株洲市石峰区{unit}') :]
        assert "已报齐" in row[: row.index("</tr>")]
        assert "未知" not in row[: row.index("</tr>")]
    assert len(letters.namelist()) == 2


def test_a_sum_of_nothing_is_unknown() -> None:
    with serving() as site:
        browser = site.browser()
        browser.drop((CHANGED.name, CHANGED.read_bytes()))
        browser.read()
        page = browser.http.get("/district").text
    row = page[page.index("附表1“项目支出”之和") :]
    assert "未知" in row[: row.index("</tr>")]


def test_a_figure_opens_its_cell(browser: Browser) -> None:
    page = browser.http.get("/district").text
    link, shown = re.findall(r'<a href="(/submissions/\w+/cell\?at=[^"]+)">([\d.]+) <small>', page)[
        0
    ]
    opened = browser.http.get(link)
    assert opened.status_code == 200
    marked = re.search(r'<td id="([^"]+)" class="[^"]*\basked\b[^"]*">([\d.,]+)', opened.text)
    assert marked
    assert Decimal(marked[2].replace(",", "")) == Decimal(shown)
    assert str(opened.url).endswith(f"#{marked[1]}")


def test_all_letters(browser: Browser) -> None:
    made = browser.http.get("/district/download/letters")
    archive = zipfile.ZipFile(io.BytesIO(made.content))
    assert archive.testzip() is None
    assert len(archive.namelist()) == len(FILES)
    assert all(name.endswith(".docx") and name.count("/") == 1 for name in archive.namelist())


def test_the_ledger(browser: Browser) -> None:
    made = browser.http.get("/district/download/ledger").content
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert any("青禾镇" in text for text in texts)


@pytest.mark.parametrize("sort", ["unit", "state", "findings", "0", "99", "无"])
def test_units_sort_whatever_is_asked_for(browser: Browser, sort: str) -> None:
    for order in ("up", "down"):
        assert browser.http.get(f"/district?sort={sort}&order={order}").status_code == 200


def test_amounts_sort_by_their_size(browser: Browser) -> None:
    page = browser.http.get("/district?sort=0&order=down").text
    rows = page.split('class="list"')[1].split("</table>")[0].split("<tr")[2:]
    amounts = [Decimal(re.findall(r'class="number">([\d.]+)', row)[0]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) == len(FILES)


def test_nothing_is_there_to_download_at_first(site: Site) -> None:
    fresh = site.browser()
    fresh.post("/remove", all="1")
    assert fresh.http.get("/district").status_code == 200
    for what in ("summary", "ledger", "letters"):
        assert fresh.http.get(f"/district/download/{what}").status_code == 422
    assert fresh.http.get("/district/download/passwd").status_code == 404


def test_the_year_stays_when_the_units_are_sorted(browser: Browser) -> None:
    page = browser.http.get("/district?year=2023").text
    assert 'name="year" value="2023"' in page
    links = re.findall(r'href="(/district\?sort=[^"]+)"', page)
    assert links
    assert all("year=2023" in link for link in links)
