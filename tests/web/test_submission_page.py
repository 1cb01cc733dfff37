"""The page of a submission: its sheets, findings, fixes, reasons and downloads."""

from __future__ import annotations

import io
import json
import os
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command import run
from openpyxl import load_workbook
from page_server import Browser, Site, serving

from xlform.checking.accepted import accepted_finding
from xlform.checking.check import Checker
from xlform.formats.source import read_data
from xlform.submission.read import read_with_grid
from xlform.web.round_decisions import write_settings
from xlform.web.work import WorkerSettings

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
BROKEN = ROOT / "samples" / "broken" / "合计漏了末行.xlsx"
DOCUMENT = ROOT / "samples" / "云田镇.docx"
_LINK = re.compile(r'href="/submissions/([0-9a-f]+)">([^<]+)<')


class Page(HTMLParser):
    """Ids and links of a page, and whether it has markup that its policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.forbidden: list[str] = []
        self.buttons: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.forbidden += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.forbidden.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))
        if tag == "button" and given.get("name"):
            self.buttons.append((str(given["name"]), str(given.get("value"))))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("区") / "报送件"
    folder.mkdir()
    for path in (SAMPLE, BROKEN, DOCUMENT):
        (folder / path.name).write_bytes(path.read_bytes())
    with serving(folder) as running:
        yield running


@pytest.fixture
def browser(site: Site) -> Browser:
    """A round of its own, in which the folder is read."""
    opened = site.browser()
    opened.read()
    return opened


def address(browser: Browser, path: Path) -> str:
    """Return the address of a file's page."""
    found = {name: key for key, name in _LINK.findall(browser.http.get("/").text)}
    return f"/submissions/{found[f'报送件/{path.name}']}"


def page(browser: Browser, path: Path) -> Page:
    answer = browser.http.get(address(browser, path))
    assert answer.status_code == 200
    return Page(answer.text)


@pytest.mark.parametrize("path", [SAMPLE, BROKEN, DOCUMENT])
def test_every_finding_and_its_cell_lead_to_each_other(browser: Browser, path: Path) -> None:
    shown = page(browser, path)
    findings = Checker().check(path).findings
    anchors = [one for one in shown.ids if re.fullmatch(r"f\d+", one)]
    assert len(anchors) == len(findings)
    assert len(set(shown.ids)) == len(shown.ids)
    inside = {link[1:] for link in shown.links if link.startswith("#")}
    assert inside <= set(shown.ids)
    cells = {one for one in inside if re.fullmatch(r"s\d+-[A-Z]+\d+", one)}
    assert {one for one in shown.ids if re.fullmatch(r"s\d+-[A-Z]+\d+", one)} == cells
    assert len(cells) > len({one.sheet for one in findings})
    assert set(anchors) >= {link[1:] for link in shown.links if re.fullmatch(r"#f\d+", link)}
    assert shown.forbidden == []


def test_the_style_sheet_is_the_submissions(browser: Browser) -> None:
    at = address(browser, SAMPLE)
    styles = browser.http.get(f"{at}/sheet.css")
    assert styles.headers["content-type"].startswith("text/css")
    classes = set(re.findall(r'class="(k\d+)[ "]', browser.http.get(at).text))
    assert classes
    assert classes <= set(re.findall(r"td\.(k\d+)\{", styles.text))


def test_a_fix_is_applied_downloaded_and_undone(browser: Browser) -> None:
    at = address(browser, BROKEN)
    report = Checker().check(BROKEN)
    wrong = next(one for one in report.findings if one.code.startswith("G") and one.fix)
    assert wrong.fix
    edit = wrong.fix.edits[0]
    applied = browser.post(f"{at}/fix", apply=wrong.id)
    if wrong.fix.safety == "unsafe":
        assert 'name="sure"' in applied.text
        applied = browser.post(f"{at}/fix", apply=wrong.id, sure="yes")
    assert browser.post(f"{at}/fix", apply=wrong.id).text == applied.text  # in another tab
    assert edit.new in applied.text
    assert ("undo", wrong.id) in Page(applied.text).buttons
    fixed = browser.http.get(f"{at}/download/fixed")
    assert "%E6%94%B9%E6%AD%A3.xlsx" in fixed.headers["content-disposition"]
    book = load_workbook(io.BytesIO(fixed.content))
    assert book[edit.sheet][edit.cell].value == edit.new
    listed = json.loads(browser.http.get(f"{at}/download/findings").content)
    assert wrong.id not in {one["id"] for one in listed["findings"]}
    undone = browser.post(f"{at}/fix", undo=wrong.id)
    assert ("undo", wrong.id) not in Page(undone.text).buttons
    assert browser.http.get(f"{at}/download/fixed").status_code == 422


def test_an_unsafe_fix_is_asked_for_twice(browser: Browser) -> None:
    at = address(browser, SAMPLE)
    unsafe = next(
        one for one in Checker().check(SAMPLE).findings if one.fix and one.fix.safety == "unsafe"
    )
    assert unsafe.fix
    assert ("apply", unsafe.id) not in page(browser, SAMPLE).buttons
    asked = browser.http.get(f"{at}/decision", params={"do": "fix", "finding": unsafe.id}).text
    assert unsafe.fix.edits[0].cell in asked
    assert browser.post(f"{at}/fix", apply=unsafe.id).text.count('name="sure"') == 1
    sure = browser.post(f"{at}/fix", apply=unsafe.id, sure="yes").text
    assert ("undo", unsafe.id) in Page(sure).buttons


def test_all_safe_fixes_and_every_download(browser: Browser) -> None:
    at = address(browser, SAMPLE)
    safe = [one for one in Checker().check(SAMPLE).findings if one.fix and one.fix.safety == "safe"]
    changed = Page(browser.post(f"{at}/fix", **{"apply-safe": "yes"}).text)
    undo = {value for name, value in changed.buttons if name == "undo" and value}
    assert undo == {one.id for one in safe}
    for what, sheets in (("fixed", 6), ("marked", 7), ("form", 6)):
        content = browser.http.get(f"{at}/download/{what}").content
        assert len(load_workbook(io.BytesIO(content)).sheetnames) == sheets
    letter = browser.http.get(f"{at}/download/letter").content
    assert read_data(letter, Path("退回意见.docx"))[0].format == "docx"
    data = json.loads(browser.http.get(f"{at}/download/submission").content)
    assert data["schema"] == "xlform.submission/1"
    assert Page(browser.post(f"{at}/fix", undo="").text).buttons.count(("undo", "")) == 0


def test_no_fault_needs_a_reason_and_is_kept_beside_the_folder(site: Site) -> None:
    browser = site.browser()
    browser.read()
    at = address(browser, SAMPLE)
    finding = next(one for one in Checker().check(SAMPLE).findings if one.severity == "error")
    asked = browser.http.get(f"{at}/decision", params={"do": "accept", "finding": finding.id})
    assert 'name="reason"' in asked.text
    blank = browser.post(f"{at}/accept", finding=finding.id, reason=" ")
    assert 'role="alert"' in blank.text
    assert blank.history  # a page of its own, to which the browser can go back
    reason = '已核实："<b>'
    answer = browser.post(f"{at}/accept", finding=finding.id, reason=reason)
    assert ("restore", finding.id) in Page(answer.text).buttons
    assert "<b>" not in answer.text
    accepted = answer.text.partition('id="accepted"')[2].partition("</details>")[0]
    assert accepted.count("<li>") == accepted.count("已核实") == 1
    assert browser.post(f"{at}/accept", finding=finding.id, reason="x").status_code == 200
    settings = tomllib.loads(browser.http.get("/settings").text)
    assert [one["reason"] for one in settings["accepted"]] == [reason]
    assert counted("error", without=finding.id) in browser.read()
    restored = browser.post(f"{at}/accept", restore=finding.id)
    assert ("restore", finding.id) not in Page(restored.text).buttons
    assert browser.http.get("/settings").text.strip() == ""


def counted(severity: str, without: str) -> str:
    """Return the errors of the sample as the first page counts them, without one finding."""
    submission, grid = read_with_grid(SAMPLE)
    checker = Checker()
    finding = next(one for one in checker.check(SAMPLE).findings if one.id == without)
    accepted = accepted_finding(finding, submission, grid, "x")
    report = checker.accepting((accepted,)).check(SAMPLE)
    return f"错误 {sum(one.severity == severity for one in report.findings)}，"


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("fix", {"apply": "A-99/附表1/A1"}, 404),
        ("fix", {}, 400),
        ("accept", {"finding": "A-99", "reason": "x"}, 404),
        ("fix", {"apply": "x", "form-token": "wrong"}, 403),
    ],
)
def test_requests_for_nothing_are_refused(
    browser: Browser, path: str, fields: dict[str, str], status: int
) -> None:
    assert browser.post(f"{address(browser, SAMPLE)}/{path}", **fields).status_code == status


@pytest.mark.parametrize("path", ["nothing", "../x", "download/letter"])
def test_only_files_of_the_round_have_a_page(browser: Browser, site: Site, path: str) -> None:
    answer = browser.http.get(f"/submissions/{path}")
    assert (answer.status_code, "<h1>没有找到</h1>" in answer.text) == (404, True)
    other = site.browser()
    foreign = other.http.get(address(browser, SAMPLE))
    assert (foreign.status_code, "可能已经移除" in foreign.text) == (404, True)
    assert browser.http.get(f"{address(browser, SAMPLE)}/download/passwd").status_code == 404


def test_an_earlier_version_is_compared_side_by_side(browser: Browser) -> None:
    book = load_workbook(SAMPLE)
    book["附表3-1"]["E10"] = "≥12次"
    book.remove(book["附表3-4"])
    stream = io.BytesIO()
    book.save(stream)
    browser.drop(("二次.xlsx", stream.getvalue()))
    listed = browser.read()
    found = {name: key for key, name in _LINK.findall(listed)}
    at = f"/submissions/{found['二次.xlsx']}/compare"
    earlier = found[f"报送件/{SAMPLE.name}"]
    answer = browser.http.get(at, params={"with": earlier})
    shown = Page(answer.text)
    assert shown.forbidden == []
    assert len(set(shown.ids)) == len(shown.ids)
    inside = {link[1:] for link in shown.links if link.startswith("#")}
    assert inside <= set(shown.ids)
    assert re.search(r"<del>≥10次</del> → <ins>≥12次</ins>", answer.text)
    assert sum(one in shown.ids for one in ("a1-title", "b1-title")) == 2
    assert f'value="{earlier}" selected' in answer.text
    assert browser.http.get(f"{at}.css", params={"with": earlier}).status_code == 200
    marked = browser.http.get(f"{at}/marked", params={"with": earlier})
    assert load_workbook(io.BytesIO(marked.content)).sheetnames[-1] == "比对清单"
    assert browser.http.get(at, params={"with": found["二次.xlsx"]}).status_code == 404
    assert browser.http.get(at, params={"with": "nothing"}).status_code == 404


def test_the_later_version_is_compared_with_the_earlier_one_from_either_page() -> None:
    later, earlier = (BROKEN.with_name(name) for name in ("合计填成了错数.xlsx", "没有毛病.xlsx"))
    with serving() as site:
        browser = site.browser()
        browser.drop(
            ("青禾镇-最终.xlsx", later.read_bytes()), ("青禾镇.xlsx", earlier.read_bytes())
        )
        found = {name: key for key, name in _LINK.findall(browser.read())}
        last, first = found["青禾镇-最终.xlsx"], found["青禾镇.xlsx"]
        for one in (last, first):
            shown = browser.http.get(f"/submissions/{one}/compare")
            assert shown.url.path == f"/submissions/{last}/compare"
            assert f'value="{first}" selected' in shown.text


def test_a_document_has_no_fixes_and_no_fixed_file(browser: Browser) -> None:
    shown = page(browser, DOCUMENT)
    assert [name for name, _ in shown.buttons if name.startswith("apply")] == []
    kinds = {link.rpartition("/")[2] for link in shown.links if "/download/" in link}
    assert kinds == {"marked", "letter", "form", "submission", "findings"}


def test_settings_beside_the_folder_that_are_wrong_are_told_at_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "报送件"
    folder.mkdir()
    (tmp_path / "xlform.toml").write_text('[[accepted]]\nrule = "A-07"\n', encoding="utf-8")
    done = run("serve", "--folder", folder, "--no-browser")
    assert done.returncode == 2
    assert "A-07" in done.stderr


def test_settings_that_leave_rules_out_are_told_on_the_page_and_in_its_files(
    tmp_path: Path,
) -> None:
    settings = tmp_path / "xlform.toml"
    settings.write_text('[check]\nignore = [{ code = "T-07", reason = "不核" }]\n', "utf-8")
    with serving(workers=WorkerSettings(jobs=1, config=settings)) as site:
        browser = site.browser()
        browser.drop((SAMPLE.name, SAMPLE.read_bytes()))
        ((key, _),) = _LINK.findall(browser.read())
        at = f"/submissions/{key}"
        assert "不核对 T-07" in browser.http.get(at).text
        listed = json.loads(browser.http.get(f"{at}/download/findings").content)
    assert "不核对 T-07" in listed["settings"]
    assert not {one["code"] for one in listed["findings"]} & {"T-07"}


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_settings_that_anybody_may_change_are_not_written(tmp_path: Path) -> None:
    settings = tmp_path / "xlform.toml"
    settings.write_text("", encoding="utf-8")
    settings.chmod(0o666)
    assert not write_settings(settings, add='[letter]\noffice = "x"\n')
    settings.chmod(0o600)
    assert write_settings(settings, add='[letter]\noffice = "x"\n')
    assert settings.read_text(encoding="utf-8").startswith("[letter]")
