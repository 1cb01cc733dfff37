"""Fragment of the first page: how far the round is, and the rows that have changed since."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from xlform.web.pages.request import query, round_of
from xlform.web.rendering import page

_ROWS_AT_MOST: Final = 200


async def show(request: Request) -> Response:
    """Return progress and changed rows as HTML; ``since`` is the change the page has."""
    current = round_of(request)
    since = query(request, "since")
    after = int(since) if since.isascii() and since.isdigit() and len(since) < 12 else 0  # noqa: PLR2004  (digits)
    progress = current.progress()
    changed = sorted(current.changed_since(after), key=lambda file: file.change)
    return page(
        request,
        "progress",
        files=changed[:_ROWS_AT_MOST],
        change=changed[_ROWS_AT_MOST - 1].change
        if len(changed) > _ROWS_AT_MOST
        else progress.change,
        progress=progress,
    )
