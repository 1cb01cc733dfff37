"""Sheets made and packed by several processes side by side, each into a file of its own.

Each process takes the next sheet when it is done with one: by its cells alone nobody can tell how
long a sheet takes, one of 小计 and links takes five times as long a cell as one of indicators.
The processes are forks of this one, so that they have all that was worked out before; without fork,
or with threads, this process makes the sheets one after the other while it writes them. A process
that fails costs nothing but time: its sheets are made here, where an error is reported.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.summary.pool import methods
from xlform.summary.workbook.part_archive import PackedPart, pack

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

# Cells that are worth a process: a third of a second.
_CELLS_EACH: Final = 150_000
_CHUNK: Final = 1 << 20
_BYTE_VALUES: Final = 256


class SheetGroup(msgspec.Struct, frozen=True):
    """Sheets that are made one after the other.

    ``sheets`` yields the name of each part with its pieces, which are read before the next part is
    asked for; ``cells`` is the number of their cells.
    """

    cells: int
    sheets: Callable[[], Iterator[tuple[str, Iterator[bytes]]]]


class Packing(msgspec.Struct, frozen=True):
    """Processes that pack sheets: their number, a folder for what they write.

    ``reopen`` opens in a new process what it must not share with this one.
    """

    jobs: int
    folder: Path
    reopen: Callable[[], None]


class PackedSheet(msgspec.Struct, frozen=True):
    """A part that was packed into a file."""

    path: Path
    part: PackedPart

    def pieces(self) -> Iterator[bytes]:
        """Yield its packed bytes."""
        with self.path.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(dict[str, PackedPart])


def packed_sheets(groups: Sequence[SheetGroup], packing: Packing) -> dict[str, PackedSheet]:
    """Return the sheets that processes packed, by the names of their parts.

    None where they are too few to be worth a process, or none can be forked.
    """
    jobs = min(packing.jobs, len(groups), sum(group.cells for group in groups) // _CELLS_EACH)
    if jobs <= 1 or methods()[0] != "fork":
        return {}
    waiting = _WaitingGroups(groups)
    # What is there already is left alone by the collector, so that no page of it is copied.
    gc.freeze()
    started: list[tuple[Path, BaseProcess]] = []
    try:
        for number in range(1, jobs):
            file = packing.folder / f"packed-{number}"
            process: BaseProcess = multiprocessing.get_context("fork").Process(
                target=_pack_others, args=(waiting, packing, file), daemon=True
            )
            process.start()
            started.append((file, process))
        found = _pack(waiting, packing.folder)
        for file, each in started:
            each.join()
            found |= _result(file) if each.exitcode == 0 else {}
    finally:
        for _, each in started:
            each.kill()
            each.join()
        waiting.close()
        gc.unfreeze()
    return {name: PackedSheet(_file_of(name, packing.folder), part) for name, part in found.items()}


class _WaitingGroups:
    """The groups that no process has taken yet, the largest first.

    The number of each is a byte in a pipe that all processes read from: a byte is read once, and a
    process that dies holds nothing that another one waits for.
    """

    def __init__(self, groups: Iterable[SheetGroup]) -> None:
        by_size = sorted(groups, key=lambda group: -group.cells)
        # The few sheets of those beyond a byte are taken together.
        self._groups = [[group] for group in by_size[:_BYTE_VALUES]]
        self._groups[-1] += by_size[_BYTE_VALUES:]
        self._pipe, numbers = os.pipe()
        os.write(numbers, bytes(range(len(self._groups))))
        os.close(numbers)

    def __iter__(self) -> Iterator[SheetGroup]:
        """Take one group after the other."""
        while number := os.read(self._pipe, 1):
            yield from self._groups[number[0]]

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._pipe)


def _pack_others(groups: Iterable[SheetGroup], packing: Packing, file: Path) -> None:
    """Pack sheets in a process of its own, and write their numbers last."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends the others
    packing.reopen()
    file.write_bytes(_encoder.encode(_pack(groups, packing.folder)))


def _pack(groups: Iterable[SheetGroup], folder: Path) -> dict[str, PackedPart]:
    found = {}
    for group in groups:
        for name, pieces in group.sheets():
            with _file_of(name, folder).open("wb") as stream:
                found[name] = pack(pieces, stream)
    return found


def _file_of(name: str, folder: Path) -> Path:
    return folder / name.rpartition("/")[2]


def _result(file: Path) -> dict[str, PackedPart]:
    with suppress(OSError, msgspec.MsgspecError):
        return _decoder.decode(file.read_bytes())
    return {}
