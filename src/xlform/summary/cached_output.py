"""Summary workbooks of the last runs, kept in the cache folder beside the records.

Where a run is given the same files in the same state, the same options, settings and program as an
earlier one, its workbook is a copy of that one's. A kept workbook is one file: a line on what it
holds, with checksums, then the workbook. A damaged one is removed and the summary made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

import msgspec

from xlform.errors import FileProblem
from xlform.files.input_file import InputFile
from xlform.files.output import NothingToWrite, atomic_path
from xlform.model.regular_file import FileMark, file_mark, open_regular, regular_bytes
from xlform.summary.cache import Cache, cache_folder
from xlform.summary.setup import library_mark
from xlform.summary.summary_figures import SummaryFigures

# Workbooks of this size in all are kept, the last ones: that of 10,000 files has 110 MiB.
SUMMARIES_AT_MOST: Final = 256 << 20
_FOLDER: Final = "summaries"
_CHUNK: Final = 1 << 20
_NUMBER: Final = 4


class KeptOutput(msgspec.Struct, frozen=True, array_like=True):
    """A kept workbook: what the run printed, and its size and CRC-32.

    ``name`` is the one it is kept under. ``problems`` are the sentences on files that hold no
    forms, ``own_outputs`` is the number of those that xlform wrote.
    """

    figures: SummaryFigures
    problems: tuple[str, ...]
    own_outputs: int
    size: int = 0
    crc: int = 0
    name: str = ""


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(KeptOutput)


class OutputKey(msgspec.Struct, frozen=True):
    """Everything the bytes of a summary workbook depend on besides the files.

    ``setup`` is the hash of settings and program, ``note`` the sentence on the settings, ``roster``
    the path and the hash of the roster, ``options`` the others of the command; the times of the
    files matter where they are compared ``by_time``. The links lead from ``folder`` to files named
    from the current folder.
    """

    setup: bytes
    note: str
    roster: tuple[str, str]
    options: tuple[object, ...]
    folder: str
    by_time: bool

    def of_files(self, files: Iterable[InputFile], cache: Cache) -> str:
        """Return a name for the workbook of these files; "" if the content of one is not known."""
        digest = hashlib.sha256(_encoder.encode((self, str(Path.cwd()), _writers())))
        for file in files:
            sha256 = "" if file.problem else cache.known_content(file)
            if not sha256 and not file.problem:
                return ""
            info = file.info if self.by_time else msgspec.structs.replace(file.info, modified=0)
            state = (file.problem, file.skipped, file.optional, file.code)
            digest.update(_encoder.encode((info, file.members, sha256, *state)))
        return digest.hexdigest()


def _writers() -> tuple[object, ...]:
    """Return the state of the libraries that make the bytes: another version may make others."""
    return sys.version, zlib.ZLIB_RUNTIME_VERSION, library_mark("xlsxwriter")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a regular file; ``OSError`` where it can't be read."""
    return hashlib.sha256(regular_bytes(path)).hexdigest()


class CachedOutputs:
    """The kept workbooks; an error of theirs never stops a summary from being made."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = (folder or cache_folder()) / _FOLDER

    def copy(self, name: str, output: Path, *, force: bool) -> KeptOutput | None:
        """Write the workbook kept under a name to ``output``; ``None`` where there is none.

        Raises :class:`~xlform.errors.FileProblem` for an output that can't be written.
        """
        path = self._folder / name
        try:
            handle, _ = open_regular(path)
        except OSError:
            return None
        with open(handle, "rb") as source:  # noqa: PTH123  (a descriptor)
            kept = _head(source)
            if kept and kept.name == name and _copied(source, output, kept, force=force):
                with suppress(OSError):
                    os.utime(path)
                return kept
        with suppress(OSError):
            path.unlink()
        return None

    def keep(self, name: str, output: Path, file: FileMark | None, made: KeptOutput) -> None:
        """Keep a workbook that was written, and remove the oldest ones beyond the limit.

        Where another ``file`` is at its place already, that of a run beside this one, nothing is
        kept.
        """
        with suppress(OSError, FileProblem), output.open("rb") as source:
            state = os.fstat(source.fileno())
            if file_mark(state) != file or state.st_size > SUMMARIES_AT_MOST:
                return
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (
                atomic_path(self._folder / name, force=True, mode=0o600) as unfinished,
                unfinished.open("wb") as target,
            ):
                _store(source, target, msgspec.structs.replace(made, name=name))
            self._evict()

    def _evict(self) -> None:
        states = [(path, path.lstat()) for path in self._folder.iterdir()]
        total = 0
        for path, state in sorted(states, key=lambda each: -each[1].st_mtime_ns):
            total += state.st_size
            if total > SUMMARIES_AT_MOST:
                path.unlink()


def _store(source: IO[bytes], target: IO[bytes], made: KeptOutput) -> None:
    """Write what a workbook holds, with its checksum, and the workbook."""
    size = crc = 0
    for chunk in _chunks(source):
        size, crc = size + len(chunk), zlib.crc32(chunk, crc)
    head = _encoder.encode(msgspec.structs.replace(made, size=size, crc=crc))
    target.write(b"".join(n.to_bytes(_NUMBER, "big") for n in (len(head), zlib.crc32(head))))
    target.write(head)
    source.seek(0)
    for chunk in _chunks(source):
        target.write(chunk)


def _head(source: IO[bytes]) -> KeptOutput | None:
    """Return what the beginning of a kept workbook says of it; ``None`` if it is damaged."""
    size, mark = (int.from_bytes(source.read(_NUMBER), "big") for _ in range(2))
    if size > _CHUNK:
        return None
    head = source.read(size)
    try:
        return _decoder.decode(head) if zlib.crc32(head) == mark else None
    except msgspec.MsgspecError:
        return None


def _copied(source: IO[bytes], output: Path, kept: KeptOutput, *, force: bool) -> bool:
    """Write the workbook that follows; return False, and write nothing, if it is damaged."""
    size = crc = 0
    with atomic_path(output, force=force) as unfinished:
        with unfinished.open("wb") as target:
            for chunk in _chunks(source):
                target.write(chunk)
                size, crc = size + len(chunk), zlib.crc32(chunk, crc)
        if (size, crc) != (kept.size, kept.crc):
            raise NothingToWrite
    return (size, crc) == (kept.size, kept.crc)


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk
