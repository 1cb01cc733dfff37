"""What handlers take from a request: its round, its fields, the services of the application."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, cast

from starlette.requests import Request

from xlform.web.body import form_fields
from xlform.web.refusal import Refused
from xlform.web.uploads import TOKEN_FIELD

if TYPE_CHECKING:
    from xlform.web.rounds import Round
    from xlform.web.services import Services


def services_of(request: Request) -> Services:
    """Return the services of the application."""
    return cast("Services", request.app.state.services)


def round_of(request: Request) -> Round:
    """Return the round of the browser; the guard lets no request through without one."""
    found = request.scope["state"]["round"]
    if found is None:
        raise Refused(401, "web.refused-round")
    return cast("Round", found)


def query(request: Request, name: str) -> str:
    """Return a value of the address; "" if it has none."""
    return request.query_params.get(name, "")


def client_address(request: Request) -> str:
    """Return the address of the computer that asks."""
    return request.client.host if request.client else ""


async def posted(request: Request) -> dict[str, str]:
    """Return the fields of a form of a page of this round.

    Raises :class:`.Refused` for a form without the token of the round.
    """
    fields = await form_fields(request.scope, request.stream())
    own = round_of(request).form_token
    if not hmac.compare_digest(fields.get(TOKEN_FIELD, "").encode(), own.encode()):
        raise Refused(403, "web.refused-token")
    return fields
