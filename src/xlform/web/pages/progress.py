"""Fragment of the first page: how far the round is, and the rows that have changed since."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from xlform.web.pages.request import query, round_of
from xlform.web.rendering import page

_ROWS_AT_MOST: Final = 200


async def show(request: Request) -> Response:
    """Return progress and changed rows as HTML; ``since`` is the change the page has.

    Rows of scans that are being read come each time, with the page they are at.
    """
    current = round_of(request)
    since = query(request, "since")
    after = int(since) if since.isascii() and since.isdigit() and len(since) < 12 else 0  # noqa: PLR2004  (digits)
    progress = current.progress()
    changed = sorted(current.changed_since(after), key=lambda file: file.change)
    pages = [
        file for file in current.files("reading") if file.change <= after and current.page_of(file)
    ]
    return page(
        request,
        "progress",
        files=[*changed[:_ROWS_AT_MOST], *pages],
        change=changed[_ROWS_AT_MOST - 1].change
        if len(changed) > _ROWS_AT_MOST
        else progress.change,
        progress=progress,
    )
