"""A visit to the page of ``xlform serve``: its first page, its assets, a file read by it."""

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
    assets = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)
    token = re.search(r'name="form-token" value="([^"]+)"', page)
    if not assets or token is None:
        raise SystemExit(f"the first page has no assets or no form\n{page}")
    for path in assets:
        yield f"{path}: {len(visitor.get(path))} characters"
    visitor.send(token[1], file)
    before = time.monotonic()
    while unit not in (page := visitor.get("/")):
        if time.monotonic() - before > _SECONDS_AT_MOST:
            raise SystemExit(f"{file.name} was not read within {_SECONDS_AT_MOST} s\n{page}")
        time.sleep(0.2)
    yield f"{file.name} was read by the page"
