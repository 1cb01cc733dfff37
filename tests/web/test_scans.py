"""A stamped page among the submissions: doubtful figures, pictures, and the workbook beside it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from page_server import Browser, Site, serving
from scanned import scanned_sheet

from xlform.formats.scan.kept_scans import ScanFolder
from xlform.web.pages import comparison

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
SHEET = "附表3-1"
SCAN = "云田镇-盖章.png"
_LINK = re.compile(r'href="/submissions/([0-9a-f]+)">([^<]+)<')


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def browser(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """A round with one form as a workbook and as a scan, which has been recognised before."""
    book = load_workbook(SAMPLE, data_only=True)
    for name in set(book.sheetnames) - {SHEET}:
        book.remove(book[name])
    path = tmp_path_factory.mktemp("表") / SAMPLE.name
    book.save(path)
    picture, content = scanned_sheet(
        path, SHEET, changed={"E12": "2024年底", "E10": "≥16次"}, doubtful={"E10": "≥10次"}
    )
    opened = site.browser()
    (folder,) = [each for each in site.folder.iterdir() if each.is_dir()]
    ScanFolder(folder / "scans").put(picture, content)
    opened.drop((path.name, path.read_bytes()), (SCAN, picture))
    opened.read()
    return opened


@pytest.fixture
def ids(browser: Browser) -> dict[str, str]:
    return {name: key for key, name in _LINK.findall(browser.http.get("/").text)}


def test_a_workbook_and_its_paper_get_one_letter(browser: Browser) -> None:
    made = browser.http.get("/district/download/letters")
    names = zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    assert len(names) == 1
    assert SAMPLE.stem in names[0].rpartition("/")[2]
    assert "盖章" not in names[0]


def test_the_list_tells_of_doubt_and_leads_to_the_comparison(
    browser: Browser, ids: dict[str, str]
) -> None:
    page = browser.http.get("/").text
    assert "看不清的数 1 处" in page
    scan, workbook = ids[SCAN], ids[SAMPLE.name]
    assert f"/submissions/{scan}/compare?with={workbook}" in page
    assert f"/submissions/{workbook}/compare?with={scan}" in page
    assert "同一单位另有" not in page


def test_a_doubtful_figure_is_shown_with_its_picture(browser: Browser, ids: dict[str, str]) -> None:
    page = browser.http.get(f"/submissions/{ids[SCAN]}").text
    (item,) = re.findall(
        r'<li id="f\d+" class="finding"[^>]*>(?:(?!</li>).)*<img.*?</li>', page, re.DOTALL
    )
    assert "≥10次" in item
    (source,) = re.findall(r'<img[^>]*src="([^"]+)"', item)
    picture = browser.http.get(source.replace("&amp;", "&"))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert re.search(r'<td id="s1-E10" class="[^"]*doubtful', page)


def test_there_is_no_picture_of_anything_else(
    browser: Browser, site: Site, ids: dict[str, str]
) -> None:
    for nowhere in ("第1页!ZZ99", "第9页!A1", "A1", "第1页!../x", ""):
        answer = browser.http.get(f"/submissions/{ids[SCAN]}/picture", params={"at": nowhere})
        assert answer.status_code == 422
        assert "没有图像" in answer.text
    of_workbook = browser.http.get(f"/submissions/{ids[SAMPLE.name]}/picture?at={SHEET}!E10")
    assert of_workbook.status_code == 422
    of_another = site.browser().http.get(f"/submissions/{ids[SCAN]}/picture?at=第1页!E10")
    assert of_another.status_code == 404


def test_workbook_and_scan_are_compared_side_by_side(
    browser: Browser, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = f"/submissions/{ids[SCAN]}/compare?with={ids[SAMPLE.name]}"
    page = browser.http.get(at).text
    sure, doubtful = page.split('id="doubtful-title"')
    assert [
        re.findall("<del>(.*?)</del>.*?<ins>(.*?)</ins>", part) for part in (sure, doubtful)
    ] == [
        [("次", "024年底")],
        [("≥10次", "≥16次")],
    ]
    assert f"电子表 · {SHEET}" in page
    assert "扫描件 · 第1页" in page
    for cell in ("a1-E10", "b1-E10", "a1-E12", "b1-E12"):
        assert f'href="#{cell}"' in page
        assert f'<td id="{cell}"' in page
    assert page.count('class="crop"') == 2
    assert "新增" not in page
    assert "/compare/marked" not in page
    turned = browser.http.get(f"/submissions/{ids[SAMPLE.name]}/compare?with={ids[SCAN]}").text
    assert "/compare/marked" in turned
    assert "xlform-jixiao[scan]" not in page
    monkeypatch.setattr(comparison, "has_scan_extra", lambda: False)
    assert browser.http.get(at).text.count("xlform-jixiao[scan]") == 1
