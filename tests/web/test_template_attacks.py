"""What may be tried on the pages of templates, and what comes of it: docs/serve-attacks.md."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html  # type: ignore[import-untyped]  # no stubs for it
from openpyxl import Workbook
from page_server import Browser, Site, serving

from xlform.web.limits import Limits
from xlform.web.template_drafts import DRAFTS_AT_MOST
from xlform.web.work import WorkerSettings

ROOT = Path(__file__).parents[2]
SCRIPT = "<script>alert(1)</script>"
SHEET = "登<i>&\"#%41'"
MARKUP = '"><img src=x onerror=alert(1)>{{70001*70001}}'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("区") / "模板"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    limits = Limits(upload=3 << 20, file=2 << 20, form=64 << 10)
    with serving(workers=WorkerSettings(jobs=1, templates=folder), limits=limits) as running:
        yield running


def blank(title: str = "坡塘登记表", label: str = "坡塘名称", sheet: str = "登记") -> bytes:
    book = Workbook()
    active = book.active
    assert active
    active.title = sheet
    for row in ((title,), (label, None, "管护人", None), ("修缮缘由", None, "备用情况", None)):
        active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def opened(browser: Browser, content: bytes, name: str = "空白表.xlsx") -> str:
    """Return the address of the page of a blank."""
    answer = browser.upload("/templates", (name, content))
    assert answer.url.path.count("/") == 2, answer.text
    return answer.url.path


def save(browser: Browser, path: str, set_name: str, form: str, **more: str) -> str:
    """Return the notices of the page after saving."""
    fields = {"set": set_name, "form": form, "sheet": "登记", **more}
    page = browser.post(f"{path}/save", **fields).text
    return " ".join(re.findall(r'role="alert"[^>]*>(.*?)</p>', page, re.DOTALL))


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}


def test_the_name_of_a_template_is_no_path(site: Site, folder: Path) -> None:
    browser = site.browser()
    path = opened(browser, blank())
    before = everything(folder)
    bad = ("..", "../..", "/etc", "C:\\x", "a/b", "a\\b", ".hidden", "-rf", "a.b", "CON", "nul",
           "words", "", " ", "a\x00b", "a\nb", "x" * 41, "a\u202eb", SCRIPT, "~", "$")  # fmt: skip
    for name in bad:
        assert "不能作名称" in save(browser, path, name, "ponds"), name
        assert "不能作名称" in save(browser, path, "district", name), name
    assert everything(folder) == before
    assert site.base not in browser.http.get(path).text


def test_no_template_of_another_is_replaced(folder: Path) -> None:
    """Where several clerks work at once, each replaces only what is theirs, and when asked."""
    password = "a long password"  # noqa: S105  (of this server)
    settings = WorkerSettings(jobs=1, templates=folder)
    with serving(workers=settings, password=password, host="0.0.0.0") as site:  # noqa: S104
        owner, other = site.browser(), site.browser()
        own, others = opened(owner, blank()), opened(other, blank())
        assert "已保存" in save(owner, own, "shared", "ponds")
        before = everything(folder)
        assert "别人保存的" in save(other, others, "shared", "ponds")
        assert "别人保存的" in save(other, others, "shared", "ponds", replace="yes")
        assert "自带的" in save(other, others, "national-2021", "project", replace="yes")
        assert "要用现在的替换它吗" in save(owner, own, "shared", "ponds")
        assert everything(folder) == before
        assert "已保存" in save(owner, own, "shared", "ponds", replace="yes")
        page = owner.http.get("/templates")
        assert str(folder) not in page.text
        # Browsers complain of it on plain HTTP beyond loopback.
        assert "Cross-Origin-Opener-Policy" not in page.headers
        assert "Content-Security-Policy" in page.headers


def test_the_texts_of_a_blank_are_no_markup(site: Site) -> None:
    browser = site.browser()
    content = blank(f"{SCRIPT}登记表", f"坡塘{SCRIPT}", SHEET)
    path = opened(browser, content, f"{SCRIPT}.xlsx")
    browser.post(f"{path}/correct", do="pair", sheet=SHEET, first="A2", second="B2")
    browser.post(f"{path}/correct", do="form", sheet=SHEET, title=MARKUP, kind="ponds")
    browser.upload(f"{path}/try?sheet={quote(SHEET)}", (f"{MARKUP}.xlsx", content))
    assert "&lt;img src=x" in browser.http.get(path).text
    assert 'id="part"' in browser.http.get(f"{path}?part=field:B2").text
    for address in ("/templates", path, f"{path}?part=field:B2", f"{path}/try",
                    f"{path}?part={MARKUP}"):  # fmt: skip
        page = browser.http.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert str(70001 * 70001) not in page
        tree = html.fromstring(page.encode())
        assert not tree.xpath(
            "//img | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]"
        )


def test_a_clerk_reaches_no_template_of_another(site: Site) -> None:
    mine, theirs = site.browser(), site.browser()
    path = opened(mine, blank())
    for address in ("", "/sheet.css", "/try", "/try.css", "/download/folder"):
        assert theirs.http.get(path + address).status_code == 404, address
    for action in ("correct", "save", "remove"):
        status = theirs.post(f"{path}/{action}", do="pair", sheet="登记").status_code
        assert status in (200, 404), action
        assert status == 404 or action == "remove"
    assert theirs.upload(f"{path}/try", ("a.xlsx", blank())).status_code == 404
    assert mine.http.get(path).status_code == 200


def test_pointing_beyond_the_form_changes_nothing(site: Site) -> None:
    browser = site.browser()
    path = opened(browser, blank())
    before = browser.http.get(f"{path}/download/declaration?sheet=登记").text
    hostile: list[dict[str, Any]] = [
        {"do": "pair", "first": "ZZZ9999999", "second": "A1"},
        {"do": "pair", "first": "A2", "second": SCRIPT},
        {"do": "table", "first": "A1", "second": "XFD1048576"},
        {"do": "table", "first": "A2", "second": "B2", "end": "A1048577"},
        {"do": "total", "first": "../A1"},
        {"do": "title", "first": "A1048576"},
        {"do": "part", "part": "field:B2", "name": "__class__", "kind": "text"},
        {"do": "part", "part": "field:B2", "name": 'a"\n[field]\nx', "kind": "text"},
        {"do": "part", "part": "field:B2", "name": "ok", "role": "os.system"},
        {"do": "part", "part": "../..", "name": "ok"},
        {"do": "form", "title": "登记表", "kind": "../../x"},
        {"do": "__init__", "first": "A1"},
        {"do": "pair", "sheet": "别的表", "first": "A2", "second": "B2"},
        {},
    ]
    for fields in hostile:
        answer = browser.post(f"{path}/correct", **{"sheet": "登记", **fields})
        assert answer.status_code in (200, 400, 404), fields
    assert browser.http.get(f"{path}/download/declaration?sheet=登记").text == before


def test_a_bad_blank_leaves_nothing(site: Site) -> None:
    browser = site.browser()
    stored = set(site.folder.rglob("*"))
    for content in (b"PK\x03\x04", b"", blank()[:300], b"%PDF-1.4", b"<html>"):
        assert browser.upload("/templates", ("空白表.xlsx", content)).url.path == "/templates"
    late = [("files", ("a.xlsx", blank())), ("form-token", (None, browser.form_token.encode()))]
    answer = browser.http.post("/templates", files=late, headers={"Origin": browser.base})
    assert answer.status_code == 403
    big = browser.upload("/templates", ("大.xlsx", b"x" * (2 << 20) + b"x"))
    assert "太大" in big.text or "MB" in big.text
    assert set(site.folder.rglob("*")) == stored


def test_only_so_many_templates_are_made_at_a_time(site: Site) -> None:
    browser = site.browser()
    content = blank()
    for number in range(0, DRAFTS_AT_MOST, 10):
        browser.upload("/templates", *((f"{number + n}.xlsx", content) for n in range(10)))
    answer = browser.upload("/templates", ("多一份.xlsx", content))
    assert str(DRAFTS_AT_MOST) in answer.text
    assert "多一份" not in answer.text.partition("正在做的")[2]


def test_the_table_of_attacks_names_every_test_here() -> None:
    table = (ROOT / "docs" / "serve-attacks.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"\| `tests/web/test_template_attacks.py::(\w+)` \|$", table, re.MULTILINE)
    )
    tests = {name for name in globals() if name.startswith("test_")}
    assert named == tests - {"test_the_table_of_attacks_names_every_test_here"}
