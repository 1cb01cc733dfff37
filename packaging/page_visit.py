"""A visit to the page of ``xlform serve``: first page, assets, a file sent to it and its page."""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

_SECONDS_AT_MOST: Final = 60
_BOUNDARY: Final = "------------------------xlformtrial"


class _Visitor:
    """A browser as far as needed: cookies, the address, the origin of what it sends."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def get(self, path: str) -> str:
        """Return the text at an address; ``HTTPError`` for any answer but a page."""
        with self._opener.open(urljoin(self._origin, path), timeout=_SECONDS_AT_MOST) as answer:
            return str(answer.read().decode())

    def send(self, token: str, file: Path) -> None:
        """Send a file as the form of the first page does."""
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="form-token"\r\n\r\n{token}\r\n'
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="files"; '
            f'filename="{file.name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        body = head.encode() + file.read_bytes() + f"\r\n--{_BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        request = urllib.request.Request(  # noqa: S310  (an address of ours)
            urljoin(self._origin, "/files"),
            data=body,
            headers={"Content-Type": kind, "Origin": self._origin},
        )
        self._opener.open(request, timeout=_SECONDS_AT_MOST).close()


def visit(address: str, file: Path, unit: str) -> Iterator[str]:
    """Yield a line for each thing that works: the page, its assets, the unit read from a file.

    ``address`` is the one that ``xlform serve`` prints. Ends the program where one fails.
    """
    visitor = _Visitor(address)
    page = visitor.get(address)
    yield f"{urlsplit(address).netloc}: first page, {len(page)} characters"
    yield from _assets(visitor, page)
    token = re.search(r'name="form-token" value="([^"]+)"', page)
    if token is None:
        raise SystemExit(f"the first page has no form\n{page}")
    visitor.send(token[1], file)
    before = time.monotonic()
    while unit not in (page := visitor.get("/")):
        if time.monotonic() - before > _SECONDS_AT_MOST:
            raise SystemExit(f"{file.name} was not read within {_SECONDS_AT_MOST} s\n{page}")
        time.sleep(0.2)
    yield f"{file.name} was read by the page"
    link = re.search(r'href="(/submissions/[^"/]+)"', page)
    if link is None or unit not in (page := visitor.get(link[1])):
        raise SystemExit(f"the page of the submission does not show it\n{page}")
    yield f"page of the submission, {len(page)} characters"
    yield from _assets(visitor, page)


def _assets(visitor: _Visitor, page: str) -> Iterator[str]:
    """Yield a line for each style sheet and script of a page; ends the program without any."""
    paths = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)
    if not paths:
        raise SystemExit(f"the page has no assets\n{page}")
    for path in paths:
        yield f"{path}: {len(visitor.get(path))} characters"
