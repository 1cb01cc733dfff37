"""Files of the spool: pieces of bytes one after the other, and records of one kind in order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec

from xlform.files.temporary_folder import no_temporary_file

T = TypeVar("T", bound=msgspec.Struct)

# Bytes that wait in memory until they are written.
_WAITING: Final = 256 * 1024
_BUFFER: Final = 64 * 1024
_LENGTH: Final = 4
_CAN_READ_AT: Final = hasattr(os, "pread")


class BlobFile:
    """A temporary file that pieces are added to and read from anywhere.

    A process forked from this one may read it at the same time. Raises
    :class:`~xlform.errors.FileProblem` where it can't be written or read.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        with self._disk():
            self._stream = path.open("w+b", buffering=0)
        self._waiting = bytearray()
        self._written = 0

    def add(self, data: bytes) -> int:
        """Add a piece; return where it begins."""
        start = self._written + len(self._waiting)
        self._waiting += data
        if len(self._waiting) >= _WAITING:
            self.flush()
        return start

    def read(self, start: int, length: int) -> bytes:
        """Return the bytes of a piece."""
        if self._waiting:
            self.flush()
        try:
            if _CAN_READ_AT:
                return os.pread(self._stream.fileno(), length, start)
            self._stream.seek(start)
            return self._stream.read(length)
        except OSError as error:
            raise no_temporary_file(error, self._folder.parent) from error

    def flush(self) -> None:
        """Write what waits in memory."""
        while self._waiting:
            with self._disk():
                self._stream.seek(self._written)
                done = self._stream.write(self._waiting)
            self._written += done
            del self._waiting[:done]

    def close(self) -> None:
        """Close it; what waits is lost."""
        with suppress(OSError):
            self._stream.close()

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """Tell an error of the disk as one of the temporary folder."""
        try:
            yield
        except OSError as error:
            raise no_temporary_file(error, self._folder.parent) from error


class RecordFile(Generic[T]):
    """A temporary file of records of one type; read in order, or from a position."""

    def __init__(self, path: Path, kind: type[T]) -> None:
        self._path = path
        self._blobs = BlobFile(path)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(kind)

    def add(self, record: msgspec.Struct) -> int:
        """Add a record at the end, or one that is encoded alike; return its position."""
        data = self._encoder.encode(record)
        return self._blobs.add(len(data).to_bytes(_LENGTH, "big") + data)

    def read(self, position: int) -> T:
        """Return the record at a position."""
        length = int.from_bytes(self._blobs.read(position, _LENGTH), "big")
        return self._decoder.decode(self._blobs.read(position + _LENGTH, length))

    def __iter__(self) -> Iterator[T]:
        decode = self._decoder.decode
        self._blobs.flush()
        with self._path.open("rb", buffering=_BUFFER) as stream:
            read = stream.read
            while prefix := read(_LENGTH):
                yield decode(read(int.from_bytes(prefix, "big")))

    def positions(self) -> Iterator[tuple[int, T]]:
        """Yield each record after its position."""
        decode = self._decoder.decode
        self._blobs.flush()
        position = 0
        with self._path.open("rb", buffering=_BUFFER) as stream:
            while prefix := stream.read(_LENGTH):
                length = int.from_bytes(prefix, "big")
                yield position, decode(stream.read(length))
                position += _LENGTH + length

    def close(self) -> None:
        """Close it and remove it from the disk."""
        self._blobs.close()
        with suppress(OSError):
            self._path.unlink()
