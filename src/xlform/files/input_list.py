"""The files of a batch as packed bytes: a hundred thousand of them take a few MiB.

Paths, names and states of the files of a folder are alike, so that a block of them shrinks to a
seventh; whoever goes through the list has one block unpacked at a time.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import msgspec

from xlform.files.input_file import InputFile

# Files of a block.
_BLOCK: Final = 128
_LEVEL: Final = 1

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(list[InputFile])


class InputList(Collection[InputFile]):
    """Files in their order; they can be gone through any number of times, and added to."""

    def __init__(self, files: Iterable[InputFile] = ()) -> None:
        self._blocks: list[bytes | list[InputFile]] = []
        self._last: list[InputFile] = []
        for file in files:
            self.append(file)

    def append(self, file: InputFile) -> None:
        """Add a file at the end."""
        self._last.append(file)
        if len(self._last) == _BLOCK:
            self._blocks.append(_packed(self._last))
            self._last = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[InputFile]:
        for block in self._blocks:
            yield from _unpacked(block)
        yield from self._last

    def __contains__(self, file: object) -> bool:
        return any(file == each for each in self)


def _packed(files: list[InputFile]) -> bytes | list[InputFile]:
    """Return a block packed; as it is where a path on the disk is in no known encoding."""
    try:
        return zlib.compress(_encoder.encode(files), _LEVEL)
    except UnicodeEncodeError:
        return files


def _unpacked(block: bytes | list[InputFile]) -> list[InputFile]:
    return _decoder.decode(zlib.decompress(block)) if isinstance(block, bytes) else block
