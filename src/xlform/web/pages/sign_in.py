"""Sign-in page of a server that other computers may open."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.web.body import form_fields
from xlform.web.pages.first import open_round
from xlform.web.pages.request import client_address, services_of
from xlform.web.refusal import Refused
from xlform.web.rendering import page


async def show(request: Request) -> Response:
    """Return the form for the password."""
    _check_open(request)
    return page(request, "sign-in", problem="")


async def enter(request: Request) -> Response:
    """Open a round for whoever gives the password."""
    _check_open(request)
    access, address = services_of(request).access, client_address(request)
    fields = await form_fields(request.scope, request.stream())
    if access.is_password(fields.get("password", ""), address):
        response = RedirectResponse("/", status_code=303)
        open_round(request, response)
        return response
    if access.is_blocked(address):
        raise Refused(429, "web.refused-blocked")
    return page(request, "sign-in", status=403, problem="web.wrong-password")


def _check_open(request: Request) -> None:
    if not services_of(request).access.has_password:
        raise Refused(404, "web.not-found")
