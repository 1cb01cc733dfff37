"""Who may open the page: whoever has the token of this start, or the password."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from typing import Final

# Failed attempts in a minute, of one address and of all, after which none is looked at.
_FAILURES_OF_ADDRESS: Final = 10
_FAILURES_OF_ALL: Final = 100
_WINDOW: Final = 60.0
PASSWORD_AT_LEAST: Final = 8


class Access:
    """The token in the printed address and, where others may come in, the password.

    ``opening`` is the token in the address given to the browser, which is good for one time: other
    users of the machine may see with what arguments a program is started.
    """

    def __init__(self, password: str = "") -> None:
        self.token = secrets.token_urlsafe(32)
        self.opening = secrets.token_urlsafe(32)
        self._token = _digest(self.token)
        self._opening = _digest(self.opening)
        self._password = _digest(password) if password else b""
        self._failures: deque[tuple[float, str]] = deque()

    @property
    def has_password(self) -> bool:
        """Return True where the page is open to other computers."""
        return bool(self._password)

    def is_token(self, given: str, address: str) -> bool:
        """Return True for this start's token; a wrong one counts against the address.

        It is too long to be guessed, so that a blocked address may still give it.
        """
        if hmac.compare_digest(_digest(given), self._opening):
            self._opening = b""
            return True
        return self._matches(given, self._token, address)

    def is_password(self, given: str, address: str) -> bool:
        """Return True for the password; a wrong one counts against the address."""
        if not self._password or self.is_blocked(address):
            return False
        return self._matches(given, self._password, address)

    def is_blocked(self, address: str) -> bool:
        """Return True for an address that has failed too often in the last minute."""
        oldest = time.monotonic() - _WINDOW
        while self._failures and self._failures[0][0] < oldest:
            self._failures.popleft()
        own = sum(1 for _, failed in self._failures if failed == address)
        return own >= _FAILURES_OF_ADDRESS or len(self._failures) >= _FAILURES_OF_ALL

    def _matches(self, given: str, expected: bytes, address: str) -> bool:
        if hmac.compare_digest(_digest(given), expected):
            return True
        if len(self._failures) < _FAILURES_OF_ALL:
            self._failures.append((time.monotonic(), address))
        return False


def _digest(text: str) -> bytes:
    """Return a hash of fixed length, so that comparing takes the same time for every text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
