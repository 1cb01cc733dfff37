"""Bodies of requests: never longer than allowed, never slower, never held whole in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Message, Receive, Scope

from xlform.web.limits import Limits
from xlform.web.refusal import Refused

_FORM: Final = "application/x-www-form-urlencoded"
_FIELDS_AT_MOST: Final = 200


class LimitedBody:
    """Body of one request as it comes; use it as the request's ``receive``.

    Raises :class:`.Refused` for one that is longer than announced or allowed, or too slow.
    """

    def __init__(self, receive: Receive, limits: Limits, most: int) -> None:
        self._receive = receive
        self._limits = limits
        self._most = most
        self._began = time.monotonic()
        self._size = 0

    async def __call__(self) -> Message:
        """Return the next piece of the body."""
        try:
            async with asyncio.timeout(self._limits.pause):
                message = await self._receive()
        except TimeoutError:
            raise Refused(408, "web.refused-slow") from None
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._check(more=message.get("more_body", False))
        return message

    def _check(self, *, more: bool) -> None:
        if self._size > self._most:
            raise Refused(413, "web.refused-size", limit=self._most >> 20)
        seconds = time.monotonic() - self._began
        slow = self._size < (seconds - self._limits.grace) * self._limits.bytes_per_second
        if more and slow:
            raise Refused(408, "web.refused-slow")


def check_length(scope: Scope, most: int) -> None:
    """Refuse a request that announces more than is allowed, before anything of it is read."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    if len(lengths) > 1 or any(not value.isdigit() for value in lengths):
        raise Refused(400, "web.refused-request")
    if lengths and int(lengths[0]) > most:
        raise Refused(413, "web.refused-size", limit=most >> 20)


def media_type(scope: Scope) -> str:
    """Return the type of the body without parameters; "" if none is given."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()


async def form_fields(scope: Scope, chunks: AsyncIterator[bytes]) -> dict[str, str]:
    """Return the fields of a form without files; of one given twice the first.

    Raises :class:`.Refused` for any other type of body, and for too many fields.
    """
    if media_type(scope) != _FORM:
        raise Refused(415, "web.refused-request")
    data = b"".join([chunk async for chunk in chunks])
    try:
        pairs = parse_qsl(
            data.decode(), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_AT_MOST
        )
    except ValueError:
        raise Refused(400, "web.refused-request") from None
    return dict(reversed(pairs))
