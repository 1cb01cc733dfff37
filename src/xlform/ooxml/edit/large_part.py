"""Large worksheet part that is changed without being held as a whole."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from xlform.ooxml.edit.splice import Splice, apply_splices
from xlform.ooxml.read.trimming import Cut, Trimmed


class LargePart:
    """Part of which only what forms reach is held (:attr:`text`); the rest stays in the archive.

    Iterated, it yields the changed part in pieces, what was left out put back in its place.
    ``source`` starts the original's chunks anew. ``checksum`` and ``size`` are those of the last
    iteration.
    """

    def __init__(self, part: Trimmed, source: Callable[[], Iterable[bytes]]) -> None:
        self.text = part.data
        self.has_changed = False
        self.checksum = self.size = 0
        self._source = source
        self._original = part.cuts
        self._cuts: Sequence[Cut] = part.cuts

    def change(self, edits: Sequence[Splice]) -> None:
        """Make edits in the text as it is now; ``ValueError`` where two overlap."""
        if not edits:
            return
        cuts = list(_moved(self._cuts, edits))
        self.text, self._cuts = apply_splices(self.text, edits), cuts
        self.has_changed = True

    def __iter__(self) -> Iterator[bytes]:
        self.checksum = self.size = 0
        for piece in self._pieces():
            self.checksum = zlib.crc32(piece, self.checksum)
            self.size += len(piece)
            yield piece

    def _pieces(self) -> Iterator[bytes]:
        text, done = memoryview(self.text), 0
        left_out = _LeftOut(self._source())
        lost = 0
        for before, now in zip(self._original, self._cuts, strict=True):
            yield bytes(text[done : now.at])
            yield from left_out.pieces(before.at + lost, before.length)
            done, lost = now.at, lost + before.length
        yield bytes(text[done:])


class _LeftOut:
    """Stretches of a part that comes in chunks, asked for in their order."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._chunk = b""
        self._at = 0

    def pieces(self, start: int, length: int) -> Iterator[bytes]:
        """Yield the bytes from an offset on."""
        end = start + length
        while start < end:
            while self._at + len(self._chunk) <= start:
                self._at += len(self._chunk)
                self._chunk = next(self._chunks)
            piece = self._chunk[start - self._at : end - self._at]
            start += len(piece)
            yield piece


def _moved(cuts: Iterable[Cut], edits: Iterable[Splice]) -> Iterator[Cut]:
    """Yield the cuts at their offsets after some edits.

    What is put in where rows are left out goes behind them, and before the end of a row that is
    left out. ``ValueError`` for an edit across a cut.
    """
    waiting = sorted(edits, reverse=True)
    shift = 0
    for cut in cuts:
        while waiting and _is_before(waiting[-1], cut):
            edit = waiting.pop()
            shift += len(edit.new) - (edit.end - edit.start)
        if waiting and waiting[-1].start < cut.at:
            raise ValueError(f"an edit across byte {cut.at}")
        yield msgspec.structs.replace(cut, at=cut.at + shift)


def _is_before(edit: Splice, cut: Cut) -> bool:
    if edit.start == edit.end == cut.at:
        return cut.is_in_row
    return edit.end <= cut.at
