"""Take the screenshots of docs/serve.md anew: ``python docs/make_screenshots.py``.

It starts the page, puts the samples in, and looks at it in Debian's Chromium (package ``chromium``)
with Playwright (requirements-dev.lock) and the extra ``scan``; fonts are those of the machine.
``python docs/make_screenshots.py district`` takes one of them.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import PIL.Image

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "images"
BYTES_AT_MOST: Final = 60 << 10
_SAMPLES: Final = ROOT / "samples"
_TOWN: Final = _SAMPLES / "云田镇.xlsx"
_SCAN: Final = _SAMPLES / "云田镇-盖章.pdf"
_SIZE: Final = (1160, 760)
_PHONE: Final = (400, 760)
# Few colours make a small file; there is little but text.
_COLOURS: Final = (64, 32, 16)
_READ_AT_MOST: Final = 300_000

if TYPE_CHECKING:
    from playwright.sync_api import Page


def files(page: Page) -> None:
    """Open the list of the submissions."""
    page.goto("/")


def submission(page: Page) -> None:
    """Open a submission, and show the cell of a finding."""
    page.goto(_link(page, _TOWN.name))
    page.locator("details[open] .finding a.cell").nth(1).click()
    page.evaluate("window.scrollTo(0, 0)")


def fix(page: Page) -> None:
    """Ask for a fix that changes a word."""
    page.goto(_link(page, _TOWN.name))
    address = page.locator('a[href*="/decision?do=fix"]').first.get_attribute("href")
    page.goto(address or "")


def comparison(page: Page) -> None:
    """Compare the stamped scan with its workbook."""
    page.goto(f"{_link(page, _SCAN.name)}/compare")
    page.wait_for_load_state("networkidle")
    page.locator(".differences a").first.click()
    page.evaluate("window.scrollTo(0, 0)")


def district(page: Page) -> None:
    """Open the page of the district, with a roster."""
    page.goto("/district")
    page.set_input_files("#pick-roster", _SAMPLES / "单位名单.csv")
    page.click('form[action="/district/roster"] button')


def template(page: Page) -> None:
    """Open a blank form, with one of its parts chosen."""
    page.goto("/templates")
    blank = next((ROOT / "templates").glob("*/*/blank.xlsx"))
    name = f"{blank.parent.name}.xlsx"
    kind = "application/octet-stream"
    page.set_input_files(
        "#pick-blank", {"name": name, "mimeType": kind, "buffer": blank.read_bytes()}
    )
    page.click("form:has(#pick-blank) button")
    page.locator("a.part").first.click()
    page.wait_for_load_state("networkidle")


def phone(page: Page) -> None:
    """Open a submission on the dark screen of a telephone."""
    page.set_viewport_size({"width": _PHONE[0], "height": _PHONE[1]})
    page.emulate_media(color_scheme="dark")
    page.goto(_link(page, _TOWN.name))


# What is done before each picture, by the name of its file; the order is that of the page.
SHOTS: Final[dict[str, Callable[[Page], None]]] = {
    shot.__name__: shot for shot in (files, submission, fix, comparison, district, template, phone)
}


def _link(page: Page, name: str) -> str:
    """Return the address of the page of a file."""
    page.goto("/")
    return page.get_by_role("link", name=name, exact=True).get_attribute("href") or ""


def _small(png: bytes) -> bytes:
    """Return a picture with as few colours as the limit of its size takes."""
    picture = PIL.Image.open(io.BytesIO(png)).convert("RGB")
    made = io.BytesIO()
    for colours in _COLOURS:
        made = io.BytesIO()
        palette = picture.quantize(colours, dither=PIL.Image.Dither.NONE)
        palette.save(made, "PNG", optimize=True)
        if made.tell() <= BYTES_AT_MOST:
            break
    return made.getvalue()


def main(names: list[str]) -> None:
    """Take the pictures named, all by default."""
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from page_server import serving  # noqa: PLC0415  (of the tests)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (where pictures are taken)

    from xlform.web.work import WorkerSettings  # noqa: PLC0415

    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as templates,
        serving(workers=WorkerSettings(templates=Path(templates))) as site,
        sync_playwright() as started,
    ):
        browser = started.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--lang=zh-CN"]
        )
        context = browser.new_context(base_url=site.base, locale="zh-CN")
        context.new_page().goto(site.url)
        _read(context.new_page())
        for name in names or SHOTS:
            page = context.new_page()
            page.set_viewport_size({"width": _SIZE[0], "height": _SIZE[1]})
            SHOTS[name](page)
            page.wait_for_load_state("networkidle")
            made = _small(page.screenshot())
            (IMAGES / f"{name}.png").write_bytes(made)
            sys.stdout.write(f"{name}: {len(made) >> 10} KiB\n")
            page.close()
        browser.close()


def _read(page: Page) -> None:
    """Put the samples in, and wait until they have been read."""
    page.goto("/")
    given = [_TOWN, _SCAN, *sorted((_SAMPLES / "district").glob("*.xlsx"))[:9]]
    page.set_input_files("#pick-files", given)
    page.click("form:has(#pick-files) button")
    done = page.locator('#progress[data-reading="0"] progress')
    done.wait_for(timeout=_READ_AT_MOST)


if __name__ == "__main__":
    main(sys.argv[1:])
