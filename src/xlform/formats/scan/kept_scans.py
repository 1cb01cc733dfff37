"""What was found in scans, kept in a folder for a while: recognising a page takes seconds.

The page for clerks reads a file again for each of its pages and downloads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

import msgspec

from xlform.formats.scan.content import ScanContent

_decoder = msgspec.msgpack.Decoder(ScanContent)
_encoder = msgspec.msgpack.Encoder()


class ScanFolder(msgspec.Struct, frozen=True):
    """Folder in which the content of scans is kept, by that of their files.

    ``page`` is a file that gets the number of the page being read, ``None`` for none.
    """

    folder: Path
    page: Path | None = None

    def get(self, data: bytes) -> ScanContent | None:
        """Return what was found in a file before; ``None`` if it was not read."""
        with suppress(OSError, msgspec.MsgspecError):
            return _decoder.decode(self._place(data).read_bytes())
        return None

    def put(self, data: bytes, content: ScanContent) -> None:
        """Keep what was found in a file; nothing is kept where the folder can't be written."""
        place = self._place(data)
        unfinished = place.with_suffix(".unfinished")
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            unfinished.write_bytes(_encoder.encode(content))
            unfinished.replace(place)

    def _place(self, data: bytes) -> Path:
        return self.folder / hashlib.sha256(data).hexdigest()


_current: ContextVar[ScanFolder | None] = ContextVar("scan_folder", default=None)


def scan_folder() -> ScanFolder | None:
    """Return where the content of scans is kept; ``None`` where it is not."""
    return _current.get()


@contextmanager
def keeping_scans(folder: ScanFolder | None) -> Iterator[None]:
    """Keep the content of the scans that are read within, and take it from there."""
    token = _current.set(folder)
    try:
        yield
    finally:
        _current.reset(token)
