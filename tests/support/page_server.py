"""The page of ``xlform serve`` in this process, on a port of its own, and a browser's requests."""

from __future__ import annotations

import contextlib
import queue
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from xlform.web.limits import Limits
from xlform.web.server import PageServer, ServeOptions
from xlform.web.work import WorkerSettings

_TOKEN = re.compile(r'name="form-token" value="([^"]+)"')
_SECONDS = 60


class Browser:
    """A clerk's browser: its cookies, and the form token of the page it has open."""

    def __init__(self, url: str) -> None:
        self.base = url.partition("/?")[0]
        self.http = httpx.Client(
            base_url=self.base, follow_redirects=True, timeout=_SECONDS, trust_env=False
        )
        self.first = self.http.get(url).text if "token=" in url else ""

    @property
    def form_token(self) -> str:
        found = _TOKEN.search(self.http.get("/").text)
        assert found
        return found[1]

    def post(self, path: str, **fields: str) -> httpx.Response:
        data = {"form-token": self.form_token, **fields}
        return self.http.post(path, data=data, headers={"Origin": self.base})

    def drop(self, *files: tuple[str, bytes]) -> httpx.Response:
        return self.upload("/files", *files)

    def upload(self, path: str, *files: tuple[str, bytes]) -> httpx.Response:
        parts = [("files", (name, content)) for name, content in files]
        return self.http.post(
            path,
            data={"form-token": self.form_token},
            files=parts,
            headers={"Origin": self.base},
        )

    def read(self) -> str:
        """Return the first page when everything has been read."""
        for _ in range(_SECONDS * 10):
            page = self.http.get("/").text
            if 'data-reading="0"' in page:
                return page
            time.sleep(0.1)
        raise AssertionError(page)


class Site:
    """A running server: its address with the token, and the browsers opened on it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.base = url.partition("/?")[0]
        self.folder = folder
        self._open = contextlib.ExitStack()

    def browser(self, url: str = "") -> Browser:
        """Return a new browser with the page open; ``url`` in place of that of the start."""
        opened = Browser(url or self.url)
        self._open.callback(opened.http.close)
        return opened

    def close(self) -> None:
        self._open.close()


@contextlib.contextmanager
def serving(
    folder: Path | None = None,
    *,
    limits: Limits | None = None,
    password: str = "",
    workers: WorkerSettings | None = None,
    browser: bool = False,
    host: str = "127.0.0.1",
) -> Iterator[Site]:
    """Yield a running server, which ends, and whose folder goes, at the end."""
    addresses: queue.Queue[str] = queue.Queue()
    options = ServeOptions(
        folder=folder,
        host=host,
        browser=browser,
        password=password,
        limits=limits or Limits(),
        workers=workers or WorkerSettings(jobs=1),
    )
    server = PageServer(options, addresses.put)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    site = Site(addresses.get(timeout=_SECONDS), server.folder)
    try:
        yield site
    finally:
        site.close()
        server.end()
        thread.join(_SECONDS)
    assert not thread.is_alive()
    assert not server.folder.exists()
