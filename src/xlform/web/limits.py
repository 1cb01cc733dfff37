"""Limits of what a browser may send, and of what a round may hold."""

from __future__ import annotations

from typing import Final

import msgspec

_MIB: Final = 1 << 20


class Limits(msgspec.Struct, frozen=True):
    """Limits of requests and rounds; sizes in bytes, times in seconds.

    ``upload`` is the size of one request with files, ``form`` that of any other request.
    ``bytes_per_second`` is the slowest average upload accepted after ``grace`` seconds, ``pause``
    the longest wait for the next piece of a request; ``header_seconds`` that for all of its
    headers. A round that nobody has used for ``abandoned`` may make room for a new one.
    """

    upload: int = 512 * _MIB
    file: int = 256 * _MIB
    form: int = 1 * _MIB
    parts: int = 1_000
    part_headers: int = 8 * 1024
    name: int = 400
    files: int = 5_000
    round_bytes: int = 4 << 30
    rounds: int = 64
    abandoned: float = 12 * 3600.0
    pause: float = 20.0
    grace: float = 20.0
    bytes_per_second: float = 4 * 1024
    header_seconds: float = 15.0
    connections: int = 200
