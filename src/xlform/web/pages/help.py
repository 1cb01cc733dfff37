"""Help page: the round of a submission in a few steps, and the samples to try it on."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from xlform.formats.scan.extra import has_scan_extra
from xlform.web.pages.request import round_of
from xlform.web.rendering import page
from xlform.web.round_file import LISTED, PENDING

STEPS: Final = ("add", "list", "open", "fix", "keep")


async def show(request: Request) -> Response:
    """Return the page."""
    round_of(request)
    states = [state for state in LISTED if state not in PENDING]
    return page(request, "help", steps=STEPS, states=states, reads_scans=has_scan_extra())
