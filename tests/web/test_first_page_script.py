"""The script of the first page, in a real browser: what it says, and what keeps the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from clerk import Clerk, chromium, payload
from page_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

SAMPLE = (Path(__file__).parents[2] / "samples" / "云田镇.xlsx").read_bytes()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def test_a_folder_without_files_and_an_end_of_the_program_are_told(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "空").mkdir()
    with serving() as site:
        clerk = Clerk(browser, site)
        clerk.drag(tmp_path / "空")
        clerk.page.get_by_text("里面没有文件").wait_for()
    clerk.page.set_input_files("#pick-files", [payload("云田镇.xlsx", SAMPLE)])
    clerk.page.click("form:has(#pick-files) button")
    clerk.page.get_by_text("没有送完").wait_for()


@pytest.mark.parametrize("waiting", ["/files", "/"])
def test_files_chosen_while_others_are_sent_or_listed_are_sent_too(
    browser: Browser, waiting: str
) -> None:
    with serving() as site:
        clerk = Clerk(browser, site)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        clerk.page.route(f"{site.base}{waiting}", hold, times=1)
        choose(clerk, "甲.xlsx")
        while not held:
            clerk.page.wait_for_timeout(10)
        choose(clerk, "乙.xlsx")
        held[0].continue_()
        clerk.page.locator("#files tbody tr").nth(1).wait_for()
        clerk.wait()
        assert clerk.page.locator("#files tbody tr").count() == len(["甲.xlsx", "乙.xlsx"])
        assert clerk.page.text_content("#sending") == ""
        assert not clerk.faults


def test_a_refusal_is_told_and_what_was_sent_before_is_listed(browser: Browser) -> None:
    with serving() as site:
        clerk = Clerk(browser, site)
        choose(clerk, "甲.xlsx")
        clerk.page.locator("#files tbody tr").wait_for()
        clerk.wait()
        refusal = '<p role="alert">太大。</p>'
        clerk.page.route(
            "**/files",
            lambda route: route.fulfill(status=413, body=refusal, content_type="text/html"),
        )
        choose(clerk, "乙.xlsx")
        clerk.page.get_by_text("太大。").wait_for()
        assert clerk.page.locator("#files tbody tr").count() == 1


def test_a_round_that_ended_leads_to_the_page_that_says_so(browser: Browser) -> None:
    with serving() as site:
        clerk = Clerk(browser, site)
        clerk.page.route(f"{site.base}/", lambda route: route.fulfill(status=401, body=""), times=1)
        choose(clerk, "甲.xlsx")
        clerk.page.wait_for_event("framenavigated")
        clerk.page.locator("#files tbody tr").wait_for()
        clerk.wait()


def choose(clerk: Clerk, name: str) -> None:
    """Choose a file of this name and send it, as the button does."""
    clerk.page.set_input_files("#pick-files", [payload(name, SAMPLE + name.encode())])
    clerk.page.eval_on_selector("form:has(#pick-files)", "form => form.requestSubmit()")


def test_a_button_keeps_the_focus_while_the_list_is_renewed(browser: Browser) -> None:
    with serving() as site:
        clerk = Clerk(browser, site)
        page = clerk.page
        clerk.add(payload("云田镇.xlsx", SAMPLE))
        # A page that follows nothing: no answer is under way that would come between.
        clerk.open("/")
        progress = page.locator("#progress")
        renewed = (
            '<div id="progress" data-change="1" data-reading="0"><button>停止读取</button></div>'
        )
        page.route(
            "**/progress?*", lambda route: route.fulfill(body=renewed, content_type="text/html")
        )
        progress.evaluate(
            "each => { each.innerHTML = '<p></p><button>停止读取</button>';"
            " each.querySelector('button').focus(); each.dataset.reading = '1' }"
        )
        page.evaluate("() => import('/assets/first.js?again')")
        page.locator("#progress p").wait_for(state="detached")
        assert page.evaluate("() => document.activeElement.textContent") == "停止读取"
