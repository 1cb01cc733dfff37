"""The files a command is given: patterns spelled out, each read once, a bad one alone lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from glob import has_magic, iglob
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from xlform.errors import FileProblem, XlformError

if TYPE_CHECKING:
    from xlform.submission import Submission


class Outcome(msgspec.Struct):
    """What became of one file: its submission, or the sentence that says why there is none."""

    path: str
    submission: Submission | None = None
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


def read_each(files: Iterable[str], read: Callable[[str], Submission]) -> Iterator[Outcome]:
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
