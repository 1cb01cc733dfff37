"""Several clerks at once, each in a round of their own; reading that stops and goes on."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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


def test_both_languages_for_one_round() -> None:
    with serving() as site:
        browser = site.browser()
        browser.drop(("甲.xlsx", b"x"))
        browser.read()
        assert '<html lang="zh-Hans">' in browser.http.get("/").text
        assert "Submissions" in browser.http.get("/?lang=en").text
        assert "unreadable" in browser.http.get("/").text
        assert "读不了" in browser.http.get("/?lang=zh").text
