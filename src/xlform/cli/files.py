"""The files a command is given: patterns spelled out, each read once, a bad one alone lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from glob import has_magic, iglob
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from xlform.errors import FileProblem, XlformError

T = TypeVar("T")


class Outcome(msgspec.Struct, Generic[T]):
    """What became of one file: what was made of it, or the sentence that says why nothing was."""

    path: str
    found: T | None = None
    problem: str = ""


def spelled_out(names: Iterable[str]) -> list[str]:
    """The files that are meant; a pattern is expanded here where no shell did, in order of name."""
    files: list[str] = []
    for name in names:
        if has_magic(name) and not Path(name).exists():
            files += sorted(iglob(name, recursive=True)) or [name]  # noqa: PTH207  (Path.glob needs a root)
        else:
            files.append(name)
    return list(dict.fromkeys(files))


def read_each(files: Iterable[str], read: Callable[[str], T]) -> Iterator[Outcome[T]]:
    """Read the files one after the other; whatever one of them does, the next is read."""
    for path in files:
        try:
            yield Outcome(path, read(path))
        except XlformError as problem:
            yield Outcome(path, None, str(problem))
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as crash:  # noqa: BLE001  (a native panic is no Exception)
            yield Outcome(path, None, str(FileProblem("crashed", path=path, reason=_named(crash))))


def _named(crash: BaseException) -> str:
    return f"{type(crash).__name__}: {crash}" if str(crash) else type(crash).__name__
