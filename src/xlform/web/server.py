"""The server from its start to its end: socket, address, signals, and the folder it removes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import h11
import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from xlform.errors import XlformError, system_reason
from xlform.web.access import Access
from xlform.web.address import Address
from xlform.web.app import create_app
from xlform.web.limits import Limits
from xlform.web.open_rounds import Rounds
from xlform.web.own_templates import OwnTemplates, own_folder
from xlform.web.private_folder import PrivateFolder
from xlform.web.reading import Reading
from xlform.web.services import Services
from xlform.web.work import WorkerSettings

_ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_SECONDS_TO_FINISH: Final = 2
_DESKTOPS: Final = ("DISPLAY", "WAYLAND_DISPLAY")
_ANY: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  (only compared)


class ServeOptions(msgspec.Struct, frozen=True):
    """Options of the server; see ``xlform serve --help``."""

    host: str = "127.0.0.1"
    port: int = 0
    password: str = ""
    folder: Path | None = None
    keep: Path | None = None
    browser: bool = True
    workers: WorkerSettings = WorkerSettings()
    limits: Limits = Limits()


class PageServer:
    """The page at an address; ``show`` gets that, with its token, once the server answers.

    Raises :class:`~xlform.errors.XlformError` where the port or the folder for uploads can't be
    used.
    """

    def __init__(self, options: ServeOptions, show: Callable[[str], object]) -> None:
        self._private = PrivateFolder(options.keep)
        try:
            self._socket = bound = _bound_socket(options.host, options.port)
        except XlformError:
            self._private.close()
            raise
        access = Access(options.password)
        self._rounds = rounds = Rounds(self._private.path, options.limits)
        self._reading = Reading(rounds, options.workers)
        address = Address(options.host, bound.getsockname()[1])
        own = OwnTemplates(options.workers.templates or own_folder())
        workers, folder = options.workers, options.folder
        app = create_app(
            Services(address, access, rounds, self._reading, own, folder, workers.config)
        )
        url = f"http://{_shown(options.host)}:{address.port}/?token="

        def started() -> None:
            show(url + access.token)
            if options.browser:
                _open_browser(url + access.opening)

        self._server = _Server(_config(app, options.limits), started)

    @property
    def folder(self) -> Path:
        """Return the folder of the uploads."""
        return self._private.path

    def run(self) -> None:
        """Serve until a signal, or :meth:`end`; then remove the uploads."""
        try:
            asyncio.run(self._server.serve([self._socket]))
        finally:
            self._reading.close()
            if self._private.is_kept:
                self._write_lists()
            self._private.close()

    def _write_lists(self) -> None:
        from xlform.web.kept_files import write_list  # noqa: PLC0415  (where files are kept)

        for round_ in self._rounds.all():
            write_list(round_)

    def end(self) -> None:
        """End :meth:`run`, from another thread."""
        self._server.should_exit = True


def _config(app: Callable[..., object], limits: Limits) -> uvicorn.Config:
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    return uvicorn.Config(
        app,
        http=_protocol(limits.header_seconds),
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=limits.connections,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )


def _open_browser(url: str) -> None:
    """Open the browser; none is opened where there is no desktop, least of all one in text."""
    desktop = sys.platform in {"win32", "darwin"} or any(map(os.environ.get, _DESKTOPS))
    if desktop:
        # Some browsers are waited for.
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _protocol(seconds: float) -> type[H11Protocol]:
    """Return the protocol of connections whose headers have to be there within these seconds."""

    class Protocol(H11Protocol):
        """A connection that is closed where a request begins and its headers do not end."""

        _header_timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._header_timer = self.loop.call_later(seconds, transport.close)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            begun = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
            if not begun and self._header_timer:
                self._header_timer.cancel()
                self._header_timer = None
            elif begun and self._header_timer is None:
                self._header_timer = self.loop.call_later(seconds, self.transport.close)

        def on_response_complete(self) -> None:
            """Close the connection soon where the rest of a refused body is still coming.

            Not at once: then the answer might be lost.
            """
            super().on_response_complete()
            if self.conn.their_state is h11.SEND_BODY:
                self.loop.call_later(_SECONDS_TO_FINISH, self.transport.close)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._header_timer:
                self._header_timer.cancel()
            super().connection_lost(exc)

    return Protocol


class _Server(uvicorn.Server):
    """Server that says when it answers, and ends quietly at Ctrl-C or when it is told to end."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._when_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End at a signal, and leave it at that: the server's own way sends it on afterwards."""
        before = {}
        if threading.current_thread() is threading.main_thread():
            for number in (getattr(signal, name, None) for name in _ENDING):
                if number is not None:
                    before[number] = signal.signal(number, self._end)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, *_: object) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def _bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket that is bound; raises :class:`~xlform.errors.XlformError` if it can't be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let a second server take the same port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        reason = system_reason(error)
        raise XlformError("port-in-use", host=host, port=port, reason=reason) from error
    return bound


def _shown(host: str) -> str:
    """Return a host as the opened address has it."""
    host = "127.0.0.1" if host in _ANY else host
    return f"[{host}]" if ":" in host else host
