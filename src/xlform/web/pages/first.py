"""First page of a round: where files are dropped, and the list of them."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.web.pages.help import STEPS
from xlform.web.pages.request import client_address, query, round_of, services_of
from xlform.web.refusal import Refused
from xlform.web.rendering import page
from xlform.web.round_file import LISTED, FileState
from xlform.web.rounds import RoundFull

_FILES_A_PAGE: Final = 100
# The first page is there by then.
_SECONDS_TO_WARM_UP: Final = 0.3


async def show(request: Request) -> Response:
    """Return the page; with the token of this start in the address, open a round first."""
    if "token" in request.query_params:
        return _enter(request)
    if request.scope["state"]["round"] is None and services_of(request).access.has_password:
        return RedirectResponse("/sign-in", status_code=303)
    current = round_of(request)
    state = _state(query(request, "state"))
    listed = current.files(state)
    pages = max(1, -(-len(listed) // _FILES_A_PAGE))
    number = min(max(1, _number(query(request, "page"))), pages)
    start = (number - 1) * _FILES_A_PAGE
    folder = services_of(request).folder
    return page(
        request,
        "first",
        files=listed[start : start + _FILES_A_PAGE],
        progress=current.progress(),
        notices=current.take_notices(),
        states=LISTED,
        steps=STEPS,
        state=state,
        number=number,
        pages=pages,
        folder=folder.name if folder else "",
    )


def _enter(request: Request) -> Response:
    """Open a round for whoever has the token, unless the browser has one; go to the page."""
    response = RedirectResponse("/", status_code=303)
    if request.scope["state"]["round"] is not None:
        return response
    services = services_of(request)
    address = client_address(request)
    if not services.access.is_token(query(request, "token"), address):
        blocked = services.access.is_blocked(address)
        raise Refused(*((429, "web.refused-blocked") if blocked else (401, "web.refused-round")))
    open_round(request, response, with_folder=True)
    return response


def open_round(request: Request, response: Response, *, with_folder: bool = False) -> None:
    """Open a round and give its cookie with the response; the folder of the server is added."""
    services = services_of(request)
    try:
        value, opened = services.rounds.open()
    except RoundFull as full:
        raise Refused(503, full.key, **full.details) from None
    name = services.address.cookie
    response.set_cookie(name, value, httponly=True, samesite="strict", path="/")
    if with_folder and services.folder:
        opened.add_folder(services.folder)
        services.reading.wake()
    else:
        asyncio.get_running_loop().call_later(_SECONDS_TO_WARM_UP, services.reading.warm_up)


def _state(name: str) -> FileState | None:
    return next((state for state in LISTED if state == name), None)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004  (digits)
