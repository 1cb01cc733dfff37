"""Guard before every page: which requests are let through, and the headers of every answer.

A request has to name this server as its host (against DNS rebinding), to use a known method, and,
where it changes something, to come from a page of this server. All but the style, the scripts and
the sign-in page needs the cookie of a round. The order is that of cost: nothing of a body is read
before all this holds.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xlform.web.address import Address
from xlform.web.body import LimitedBody, check_length
from xlform.web.open_rounds import Rounds
from xlform.web.refusal import Refused
from xlform.web.rendering import language_of, refusal_page
from xlform.web.rounds import Round

_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
# Open without a round: the ways in, and what pages are drawn with.
_WAYS_IN: Final = frozenset({"/", "/sign-in"})
_ASSETS: Final = "/assets/"
# Where files are sent to; all else is the fields of a form.
_UPLOADS: Final = re.compile(r"/files|/district/roster|/templates(?:/[^/]+/try)?")
_OPENER: Final = "Cross-Origin-Opener-Policy"
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: then browsers send the origin "null" with forms.
    "Referrer-Policy": "same-origin",
    _OPENER: "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


_log: Final = logging.getLogger("xlform.web")


class Guard:
    """Lets through what the module says; ``scope["state"]["round"]`` is the round of the cookie.

    ``wake`` is called where a switch of language makes files wait to be read again.
    """

    def __init__(
        self, app: ASGIApp, address: Address, rounds: Rounds, wake: Callable[[], object]
    ) -> None:
        self._app = app
        self._address = address
        self._rounds = rounds
        self._wake = wake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = _Answer(send, is_local=self._address.is_local)
        try:
            body = self._checked(scope, receive)
            await self._app(scope, body, answer)
        except Refused as refused:
            await refusal_page(scope, refused)(scope, receive, answer)
        except ClientDisconnect:
            pass  # nobody is left to answer
        except Exception as fault:  # noqa: BLE001  (the page on it has been sent)
            _log.error("a page failed: %r", fault)

    def _checked(self, scope: Scope, receive: Receive) -> LimitedBody:
        """Return the request's body; :class:`.Refused` for one that is not let through."""
        scope["state"]["is_local"] = self._address.is_local
        headers = _single_headers(scope)
        if scope["method"] not in _METHODS:
            raise Refused(405, "web.refused-method")
        host = headers.get("host", "")
        if not self._address.allows(host):
            raise Refused(421, "web.refused-host")
        if "\x00" in scope["path"]:
            raise Refused(400, "web.refused-request")
        if scope["method"] == "POST" and not _is_own(headers, host):
            raise Refused(403, "web.refused-origin")
        found = self._round(scope, headers)
        scope["state"]["round"] = found
        path = scope["path"]
        if found is None and path not in _WAYS_IN and not path.startswith(_ASSETS):
            raise Refused(401, "web.refused-round")
        limits = self._rounds.limits
        most = limits.upload if _UPLOADS.fullmatch(path) else limits.form
        check_length(scope, most)
        return LimitedBody(receive, limits, most)

    def _round(self, scope: Scope, headers: Mapping[str, str]) -> Round | None:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._address.cookie)
        except CookieError:
            return None
        found = self._rounds.find(cookie.value) if cookie else None
        if found:
            found.used = time.monotonic()
            # A request for progress may still have the cookie of before a switch.
            if scope["path"] != "/progress" and found.speak(language_of(scope)):
                self._wake()
        return found


def _single_headers(scope: Scope) -> dict[str, str]:
    """Return the headers; refused where one that decides here is given twice."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").lower()
        if name in headers and name in {"host", "origin", "content-type", "cookie"}:
            raise Refused(400, "web.refused-request")
        headers[name] = raw_value.decode("latin-1")
    return headers


def _is_own(headers: Mapping[str, str], host: str) -> bool:
    """Return True for a request that a page of this server has sent."""
    site = headers.get("sec-fetch-site", "same-origin")
    return site == "same-origin" and headers.get("origin") == f"http://{host}"


class _Answer:
    """Sends an answer with the headers that every answer has.

    Browsers complain of one of them on plain HTTP beyond loopback, where they ignore it.
    """

    def __init__(self, send: Send, *, is_local: bool) -> None:
        self._send = send
        self._left_out = "" if is_local else _OPENER

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                if name != self._left_out:
                    headers[name] = value
        await self._send(message)
