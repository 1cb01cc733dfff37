"""A clerk at the page of ``xlform serve`` in Debian's Chromium, by Playwright."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from page_server import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

CHROMIUM: Final = shutil.which("chromium") or ""
_SECONDS: Final = 60


@contextlib.contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Yield a running browser; the test is skipped where Playwright or Chromium is missing."""
    reason = "needs Playwright (requirements-dev.lock)"
    playwright = pytest.importorskip("playwright.sync_api", reason=reason)
    if not CHROMIUM:
        pytest.skip("needs Debian's package chromium")
    with playwright.sync_playwright() as started:
        # The pages are of this test's own server; a sandbox needs rights a container lacks.
        options = ["--no-sandbox", *arguments]
        running = started.chromium.launch(executable_path=CHROMIUM, args=options)
        yield running
        running.close()


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


class Clerk:
    """A page of the browser, open on a round of its own; ``faults`` are those of its scripts."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.base = site.base
        self.page: Page = browser.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self.faults.append(f"{line.type}: {line.text}"))
        self.page.goto(site.url)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def add(self, *files: FilePayload) -> None:
        """Choose files on the first page, send them, and wait until they have been read."""
        page = self.open("/")
        before = page.locator("#files tbody tr").count()
        page.set_input_files("#pick-files", list(files))
        page.click("form:has(#pick-files) button")
        page.locator("#files tbody tr").nth(before + len(files) - 1).wait_for()
        self.wait()

    def drag(self, *paths: Path) -> None:
        """Drag files or folders from the desktop onto the page, and drop them."""
        place = self.page.locator("#drop").bounding_box()
        assert place
        system = self.page.context.new_cdp_session(self.page)
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            at = {"type": kind, "x": place["x"] + 20, "y": place["y"] + 20, "data": data}
            system.send("Input.dispatchDragEvent", at)
        system.detach()

    def wait(self) -> None:
        """Wait until everything has been read."""
        done = self.page.locator('#progress[data-reading="0"] progress')
        done.wait_for(timeout=_SECONDS * 1000)

    def address(self, name: str) -> str:
        """Return the address of a file's page."""
        link = self.open("/").get_by_role("link", name=name, exact=True)
        return link.get_attribute("href") or ""

    def download(self, selector: str) -> tuple[str, bytes]:
        with self.page.expect_download() as started:
            self.page.click(selector)
        return started.value.suggested_filename, Path(started.value.path()).read_bytes()
