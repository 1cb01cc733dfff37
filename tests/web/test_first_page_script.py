"""The script of the first page, in a real browser: what it says, and what keeps the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from clerk import Clerk, chromium, payload
from page_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


def test_files_dropped_while_others_are_sent_are_sent_too(browser: Browser) -> None:
    with serving() as site:
        clerk = Clerk(browser, site)
        for name in ("甲.xlsx", "乙.xlsx"):
            clerk.page.set_input_files("#pick-files", [payload(name, SAMPLE + name.encode())])
            clerk.page.eval_on_selector("form:has(#pick-files)", "form => form.requestSubmit()")
        clerk.page.locator("#files tbody tr").nth(1).wait_for()
        clerk.wait()


def test_a_button_keeps_the_focus_while_the_list_is_renewed(browser: Browser) -> None:
    with serving() as site:
        clerk = Clerk(browser, site)
        page = clerk.page
        clerk.add(payload("云田镇.xlsx", SAMPLE))
        progress = page.locator("#progress")
        renewed = (
            '<div id="progress" data-change="1" data-reading="0"><button>停止读取</button></div>'
        )
        page.route(
            "**/progress?*", lambda route: route.fulfill(body=renewed, content_type="text/html")
        )
        # At once, so that an answer still under way does not come between.
        progress.evaluate(
            "each => { each.innerHTML = '<p></p><button>停止读取</button>';"
            " each.querySelector('button').focus(); each.dataset.reading = '1' }"
        )
        page.evaluate("() => import('/assets/first.js?again')")
        page.locator("#progress p").wait_for(state="detached")
        assert page.evaluate("() => document.activeElement.textContent") == "停止读取"
