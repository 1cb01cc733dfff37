"""A clerk's round in a real browser (Debian's Chromium), and axe-core on every page."""

from __future__ import annotations

import io
import os
import re
import tomllib
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import pytest
from clerk import Clerk, chromium, payload
from compound_file import compound_file
from openpyxl import Workbook, load_workbook
from page_server import Site, serving
from scanned import scanned_sheet

from xlform.checking.check import Checker
from xlform.formats.scan.kept_scans import ScanFolder
from xlform.web.work import WorkerSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLES: Final = Path(__file__).parents[2] / "samples"
SAMPLE: Final = SAMPLES / "云田镇.xlsx"
SMALL: Final = SAMPLES / "broken" / "合计填成了错数.xlsx"
PROJECT: Final = (SAMPLES / "项目支出绩效目标申报表.xlsx").read_bytes()
FILES, ROWS_A_PAGE = 300, 100
SECOND: Final = "云田镇（二次）.xlsx"
SCAN: Final = "附表3-1-盖章.png"
PASSWORD: Final = "a long password"  # noqa: S105  (of this server)
MISSING: Final = "石桥镇人民政府"
# Folder of the npm package axe-core: .ci/run fetches it.
AXE: Final = Path(os.environ.get("XLFORM_AXE", "") or "axe-core", "axe.min.js")
PARSED_BYTES_OF_BOMB: Final = 20 << 20
STOP: Final = """() => fetch("/reading", {method: "POST", body: new URLSearchParams({do: "stop",
  "form-token": document.querySelector('input[name="form-token"]').value})})"""
_GO_ON: Final = 'button[name="do"][value="go-on"]'
_APPLY: Final = 'button[name="apply"]'
_VIEWPORTS: Final = (1280, 400)
_SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
# The scheme changes nothing but colours.
_RULES: Final = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
_AXE_RUN: Final = """([sheets, rules]) => {
  const where = sheets ? document : {exclude: [".sheet"]};
  const options = {resultTypes: ["violations"], preload: false, iframes: false, ...rules};
  return axe.run(where, options).then(done => done.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 150))}`));
}"""


def bomb() -> bytes:
    """The sample, one of whose parts unpacks to a thousand times its size."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLE) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in archive.namelist():
            swollen = b" " * PARSED_BYTES_OF_BOMB if name == "xl/worksheets/sheet1.xml" else b""
            packed.writestr(name, archive.read(name) + swollen)
    return made.getvalue()


def later_version() -> bytes:
    book = load_workbook(SAMPLE)
    book["附表3-1"]["E10"] = "≥12次"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def own_form(**values: str) -> bytes:
    """A form of a district's own, which no template knows; the value of A3 is below it."""
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in (
        ("坡塘渠修缮登记表",),
        ("坡塘名称", None, "管护人"),
        ("修缮缘由", None, "备用情况"),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    for cell, value in values.items():
        sheet[cell] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def distinct(number: int) -> bytes:
    """A submission with other bytes at its end, where an archive may have a comment."""
    comment = f"{number:06}".encode()
    return PROJECT[:-2] + len(comment).to_bytes(2, "little") + comment


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the district's own templates."""
    return tmp_path_factory.mktemp("区") / "模板"


@pytest.fixture(scope="module")
def site(templates: Path) -> Iterator[Site]:
    settings = WorkerSettings(jobs=2, templates=templates)
    with serving(password=PASSWORD, workers=settings) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def clerk(browser: Browser, site: Site) -> Clerk:
    """A clerk who has chosen the sample, a small file with few findings, and a scan of a sheet."""
    before = set(site.folder.iterdir())
    opened = Clerk(browser, site)
    (folder,) = set(site.folder.iterdir()) - before
    scan, content = scanned_sheet(SAMPLE, "附表3-1", {}, doubtful={"E10": "≥16次"})
    ScanFolder(folder / "scans").put(scan, content)
    opened.add(
        payload(SAMPLE.name, SAMPLE.read_bytes()),
        payload(SMALL.name, SMALL.read_bytes()),
        payload(SCAN, scan),
    )
    return opened


def folder_of_submissions(folder: Path) -> Path:
    """Make a folder of 300 files, two of them in an archive, and three that can't be read."""
    (folder / "乡镇").mkdir(parents=True)
    names = (f"{'乡镇/' * (number % 2)}{number:03}.xlsx" for number in range(FILES - 5))
    for number, name in enumerate(names):
        (folder / name).write_bytes(distinct(number))
    with zipfile.ZipFile(folder / "街道.zip", "w") as archive:
        for number in (FILES - 5, FILES - 4):
            archive.writestr(f"{number}.xlsx", distinct(number))
    encrypted = compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})
    (folder / "加密.xlsx").write_bytes(encrypted)
    (folder / "炸弹.xlsx").write_bytes(bomb())
    (folder / "文字.xlsx").write_text("这不是工作簿", encoding="utf-8")
    return folder


def test_a_folder_of_300_is_dropped_with_files_that_can_not_be_read(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    clerk = Clerk(browser, site)
    page = clerk.page
    page.evaluate(STOP)  # else all may be read before the browser gets at the button
    clerk.drag(folder_of_submissions(tmp_path / "报送件"))
    page.click(_GO_ON)
    page.click('button[name="do"][value="stop"]')
    page.locator(_GO_ON).wait_for()
    stopped = page.locator(".progress").inner_text()
    page.click(_GO_ON)
    clerk.wait()
    done, total = map(int, re.findall(r"(\d+) / (\d+)", stopped)[0])
    assert done < total
    assert f"{FILES} / {FILES}" in page.locator(".progress").inner_text()
    assert page.locator("#files tbody tr").count() == ROWS_A_PAGE
    clerk.open("/?state=unreadable")
    for name, reason in (
        ("报送件/炸弹.xlsx", "解压后异常庞大"),
        ("报送件/加密.xlsx", "设有打开密码"),
        ("报送件/文字.xlsx", "读不了"),
    ):
        assert reason in page.locator('tr[data-state="unreadable"]', has_text=name).inner_text()
    assert page.locator("#files tbody tr").count() == 3
    passed = page.locator(".counts .state-passed").inner_text()
    assert passed.endswith(f" {FILES - 3}")
    clerk.open("/?state=passed&page=3")
    assert page.locator("#files tbody tr").count() == FILES - 3 - 2 * ROWS_A_PAGE
    assert clerk.faults == []
    page.close()


def test_finding_and_cell_show_each_other(clerk: Clerk) -> None:
    page = clerk.open(clerk.address(SAMPLE.name))
    link = page.locator("details[open] .finding a.cell").last
    target = (link.get_attribute("href") or "")[1:]
    link.click()
    cell = page.locator(f'[id="{target}"]')
    assert "shown" in (cell.get_attribute("class") or "").split()
    box, height = cell.bounding_box(), page.evaluate("innerHeight")
    assert box
    assert 0 <= box["y"] < height
    cell.click(position={"x": 2, "y": 2})
    assert page.locator(".finding.shown a.cell").first.get_attribute("href") == f"#{target}"
    assert clerk.faults == []


def test_a_safe_fix_is_applied_and_everything_is_downloaded(clerk: Clerk) -> None:
    page = clerk.open(clerk.address(SAMPLE.name))
    findings = {one.id: one for one in Checker().check(SAMPLE).findings}
    button = page.locator(_APPLY).first
    folded = page.locator(f"details:not([open]):has({_APPLY}) > summary")
    while folded.count():
        folded.first.click()
    chosen = findings[button.get_attribute("value") or ""]
    button.click()
    page.locator(f'button[name="undo"][value="{chosen.id}"]').wait_for()
    assert chosen.fix
    name, content = clerk.download('a[href$="/download/fixed"]')
    assert name.endswith(".xlsx")
    book = load_workbook(io.BytesIO(content))
    before = load_workbook(SAMPLE)
    for edit in chosen.fix.edits:
        assert book[edit.sheet][edit.cell].value == edit.new
        assert before[edit.sheet][edit.cell].value != edit.new
    starts = {"marked": b"PK", "letter": b"PK", "form": b"PK", "submission": b"{", "findings": b"{"}
    for what, start in starts.items():
        assert clerk.download(f'a[href$="/download/{what}"]')[1].startswith(start), what
    page.click('button[name="undo"][value=""]')
    page.locator(_APPLY).first.wait_for(state="attached")
    assert clerk.faults == []


def test_the_next_round_is_compared_with_the_one_before(clerk: Clerk) -> None:
    clerk.add(payload(SECOND, later_version()))
    page = clerk.open(clerk.address(SECOND))
    page.locator('a[href$="/compare"]').click()
    change = page.locator(".differences tr", has_text="≥12次")
    assert change.locator("del").inner_text() == "≥10次"
    change.locator("a").last.click()
    assert page.locator(".sheet td.shown").count() == 2
    name, content = clerk.download('a[href*="/compare/marked"]')
    assert name.endswith(".xlsx")
    assert load_workbook(io.BytesIO(content)).sheetnames[-1] == "比对清单"
    assert clerk.faults == []


def test_the_district_with_its_roster_its_figures_and_its_files(clerk: Clerk) -> None:
    page = clerk.open("/district")
    roster = f"单位名称\n株洲市石峰区云田镇人民政府\n{MISSING}\n".encode()
    page.set_input_files("#pick-roster", [payload("名单.csv", roster)])
    page.click('form[action="/district/roster"] button')
    assert "未报" in page.locator("tr", has_text=MISSING).inner_text()
    summary = load_workbook(io.BytesIO(clerk.download('a[href*="/download/summary"]')[1]))
    assert any(MISSING in str(cell) for sheet in summary for row in sheet.values for cell in row)
    letters = zipfile.ZipFile(io.BytesIO(clerk.download('a[href*="/download/letters"]')[1]))
    assert all(name.endswith(".docx") for name in letters.namelist())
    assert letters.namelist()
    load_workbook(io.BytesIO(clerk.download('a[href*="/download/ledger"]')[1]))
    page.locator("details summary").first.click()
    figure = page.locator("details[open] .entries a").first
    shown = figure.inner_text().split()[0]
    assert re.fullmatch(r"\d+\.\d{2,}", shown)
    figure.click()
    cell = page.locator(".sheet td.asked")
    found = re.match(r"[\d.,]+", cell.inner_text().strip())
    assert found
    assert Decimal(found[0].replace(",", "")) == Decimal(shown)
    assert clerk.faults == []


def test_a_form_of_the_district_is_learnt_by_pointing(clerk: Clerk, templates: Path) -> None:
    page = clerk.open("/templates")
    page.set_input_files("#pick-blank", [payload("登记表.xlsx", own_form())])
    page.click("form:has(#pick-blank) button")
    page.locator('tr[data-from="A3"][data-to="B3"]').wait_for()
    page.locator(".arrows path").nth(2).wait_for(state="attached")
    page.click("#t1-A3", position={"x": 3, "y": 3})
    page.click("#t1-A4", position={"x": 3, "y": 3})
    page.locator('tr[data-from="A3"][data-to="A4"]').wait_for()
    page.click('a.part:text-is("修缮缘由")')
    page.fill("#part-name", "reason_of_repair")
    page.select_option("#part-role", "reason")
    page.click('button[value="part"]')
    page.locator("tr.shown small", has_text="原因").wait_for()
    page.check('input[name="do"][value="none"]')
    page.focus("#t1-B3")  # and by keyboard: C2 is no part of the form
    for key in ("ArrowUp", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.locator('tr[data-from="C2"]').wait_for(state="detached")
    page.fill("#set", "本区-2026")
    page.fill("#form", "ponds")
    page.click("#save + form button")
    page.locator(".notice", has_text="本区-2026/ponds").wait_for()
    declared = tomllib.loads((templates / "本区-2026" / "ponds" / "form.toml").read_text("utf-8"))
    assert declared["field"]["reason_of_repair"] == {
        "label": "修缮缘由", "look": ["below"], "role": "reason",
    }  # fmt: skip
    page.set_input_files("#pick-filled", [payload("东坡塘.xlsx", own_form(A4="渗漏"))])
    page.click("form:has(#pick-filled) button")
    assert (
        page.locator(".parts tr", has_text="修缮缘由").locator("td").nth(1).inner_text() == "渗漏"
    )
    assert "learnt-read" in (page.locator("#f1-A4").get_attribute("class") or "")
    assert clerk.faults == []


def test_help_leads_through_the_pages_by_keyboard(clerk: Clerk) -> None:
    page = clerk.open("/help")
    assert page.locator(".tour li").count() >= 5
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert clerk.faults == []


def test_no_page_has_a_serious_fault_of_accessibility(
    clerk: Clerk, browser: Browser, site: Site
) -> None:
    if not AXE.is_file():
        pytest.skip("needs the npm package axe-core, whose folder XLFORM_AXE names")
    small, second, scan = map(clerk.address, (SMALL.name, SECOND, SCAN))
    fix, accept = (
        clerk.open(of).locator(f'a[href*="/decision?do={todo}"]').first.get_attribute("href") or ""
        for todo, of in (("fix", clerk.address(SAMPLE.name)), ("accept", small))
    )
    page = clerk.open(small)
    place = page.locator(".finding a.cell").first.inner_text()
    submission = (f"{small}/cell?at={place}", fix, accept)
    comparison = (f"{second}/compare", f"{small}/compare", f"{scan}/compare")
    form = clerk.open("/templates").locator(".drafts a").first.get_attribute("href") or ""
    part = clerk.open(form).locator("a.part").first.get_attribute("href") or ""
    forms = ("/templates", part, f"{form}/try")
    own = ("/", *submission, *comparison, *forms, "/district", "/help", "/nothing")
    assert faults_of(clerk, own) == []
    assert faults_of(Clerk(browser, site), ("/", "/district", "/sign-in")) == []


def faults_of(clerk: Clerk, paths: tuple[str, ...]) -> list[str]:
    """Return the faults of pages at each width and scheme, and those wider than the screen."""
    program = AXE.read_text(encoding="utf-8")
    faults = []
    for path in paths:
        page = clerk.open(path)
        page.evaluate(program)
        sheets = True  # a sheet is the same at every width, in every scheme
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for width in _VIEWPORTS:
                page.set_viewport_size({"width": width, "height": 900})
                found = page.evaluate(_AXE_RUN, [sheets, _RULES[scheme]])
                sheets = False
                faults += [f"{path} {width} {scheme} {one}" for one in found]
                overflow = page.evaluate("document.documentElement.scrollWidth") - width
                faults += [f"{path} {width}: {overflow} px too wide"] if overflow > 0 else []
    return faults
