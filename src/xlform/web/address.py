"""Where the server listens, and the hosts by which its pages may be opened."""

from __future__ import annotations

import ipaddress
import socket


class Address:
    """Where the server listens, and by which hosts its pages may be opened.

    Besides its own names that is any address in numbers when it listens on all: a page that another
    name was bound to can't have one.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._names = {"localhost", host.lower(), socket.gethostname().lower()}
        if is_loopback(host):
            self._names = {"localhost", "127.0.0.1", "::1", host.lower()}

    @property
    def is_local(self) -> bool:
        """Return True where only this computer can reach the server."""
        return is_loopback(self.host)

    @property
    def cookie(self) -> str:
        """Return the name of the round's cookie: cookies of all ports of a host are shared."""
        return f"xlform-round-{self.port}"

    def allows(self, header: str) -> bool:
        """Return True for a Host header that names this server."""
        name, port = _split(header)
        if port != self.port:
            return False
        return name in self._names or (not is_loopback(self.host) and _is_number(name))


def is_loopback(host: str) -> bool:
    """Return True for an address that only this computer can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _split(header: str) -> tuple[str, int]:
    """Return host and port of a Host header; the port of HTTP if it names none, 0 if it is bad."""
    name, colon, port = header.lower().rpartition(":")
    if not colon or header.endswith("]"):
        name, port = header.lower(), "80"
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    return name, int(port) if port.isascii() and port.isdigit() else 0


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
