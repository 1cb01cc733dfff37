"""Several clerks at once, each in a round of their own; reading that stops and goes on."""

from __future__ import annotations

import io
import re
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

from openpyxl import load_workbook
from page_server import Browser, Site, serving

from xlform.web.work import WorkerSettings

SAMPLES = Path(__file__).parents[2] / "samples"
PROJECT = (SAMPLES / "项目支出绩效目标申报表.xlsx").read_bytes()
CLERKS, FILES = 8, 300


def distinct(number: int) -> bytes:
    """Return the sample with other bytes at its end, where an archive may have a comment."""
    comment = f"{number:06}".encode()
    return PROJECT[:-2] + len(comment).to_bytes(2, "little") + comment


def states(page: str) -> dict[str, int]:
    found = re.findall(r'state-(\w+)">\S+ (\d+)<', page)
    return {state: int(count) for state, count in found}


def test_eight_clerks_work_at_once_and_see_only_their_own_files() -> None:
    # One has as many files as all others together.
    counts = [FILES // 2, *[FILES // 2 // (CLERKS - 1)] * (CLERKS - 1)]
    counts[0] += FILES - sum(counts)

    def work(site: Site, clerk: int) -> tuple[float, dict[str, int], str]:
        browser = site.browser()
        numbers = range(counts[clerk])
        for start in range(0, len(numbers), 40):
            batch = numbers[start : start + 40]
            files = [
                (f"{clerk}号-{number}.xlsx", distinct(clerk * 1000 + number)) for number in batch
            ]
            assert browser.drop(*files).status_code == 200
        page = browser.read()
        return time.monotonic(), states(page), page

    with serving(workers=WorkerSettings()) as site, ThreadPoolExecutor(CLERKS) as pool:
        done = list(pool.map(lambda clerk: work(site, clerk), range(CLERKS)))
    for clerk, (_, counted, page) in enumerate(done):
        assert sum(counted.values()) == counts[clerk]
        assert not {"waiting", "reading", "unreadable", "duplicate"} & counted.keys()
        assert set(re.findall(r"(\d)号-", page)) == {str(clerk)}
    # Whoever has few files does not wait for whoever has many.
    assert max(ended for ended, _, _ in done[1:]) <= done[0][0]


def test_reading_stops_and_goes_on() -> None:
    with serving() as site:
        browser = site.browser()
        browser.drop(*((f"{number}.xlsx", distinct(number)) for number in range(40)))
        browser.post("/reading", do="stop")
        stopped = settled(browser)
        assert stopped["waiting"] > 0
        assert sum(stopped.values()) == 40
        time.sleep(0.5)
        assert settled(browser) == stopped
        browser.post("/reading", do="go-on")
        assert "waiting" not in states(browser.read())


def settled(browser: Browser) -> dict[str, int]:
    """Return the states when nothing is being read any more."""
    while "reading" in (found := states(browser.http.get("/").text)):
        time.sleep(0.05)
    return found


def test_progress_sends_only_what_has_changed() -> None:
    with serving() as site:
        browser = site.browser()
        browser.drop(("甲.xlsx", distinct(1)), ("乙.xlsx", distinct(2)))
        browser.read()
        whole = browser.http.get("/progress?since=0").text
        assert whole.count("<tr id=") == 2
        change = re.search(r'data-change="(\d+)"', whole)
        assert change
        assert "<tr id=" not in browser.http.get(f"/progress?since={change[1]}").text
        browser.drop(("丙.xlsx", distinct(3)))
        browser.read()
        later = browser.http.get(f"/progress?since={change[1]}").text
        assert "丙.xlsx" in later
        assert later.count("<tr id=") == 1
        # Three files of one unit: each names the others.
        assert browser.http.get("/").text.count('class="remark"') == 3


def test_a_switch_of_language_holds_for_the_files_that_were_read_before_it() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("空.xlsx", b"")
        packed.writestr("好.xlsx", PROJECT)
    with serving() as site:
        browser = site.browser()
        browser.drop(("坏.xlsx", b"x"), ("全区.zip", archive.getvalue()))
        chinese = browser.read()
        (at,) = re.findall(r"/submissions/\w+", chinese)
        decision = re.findall(
            r'decision\?do=accept&amp;finding=([^"]+)"', browser.http.get(at).text
        )
        browser.post(f"{at}/accept", finding=unquote(decision[0]), reason="x")
        assert '<html lang="zh-Hans">' in browser.read()
        browser.http.get("/?lang=en")
        english = browser.read()
        summary = browser.http.get("/district/download/summary").content
        submission = browser.http.get(at).text
        browser.http.get("/?lang=zh")
        again = browser.read()
    listed = [re.findall(r"<tr.*?</tr>", page, re.DOTALL) for page in (chinese, english, again)]
    assert [len(rows) for rows in listed] == [4, 4, 4]  # three files below the heads
    kinds = [re.findall(r'data-state="(\w+)" role', page) for page in (chinese, english, again)]
    assert kinds == [["unreadable", "passed", "unreadable"]] * 3
    names = re.compile(r"[坏空好]\.xlsx|全区\.zip|株洲\S+|石峰\S+|云田\S+")
    for rows, is_chinese in zip(listed, (True, False, True), strict=True):
        said = [names.sub("", re.sub(r"<[^>]+>", "", row)) for row in rows[1:]]
        assert [bool(re.search("[一-龥]{2}", one)) for one in said] == [is_chinese] * 3, said
    assert re.search("accepted|no fault", submission)
    cells = (
        cell
        for sheet in load_workbook(io.BytesIO(summary))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )
    assert "请" not in "".join(str(cell) for cell in cells if cell)
