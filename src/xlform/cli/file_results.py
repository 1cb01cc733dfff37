"""Files processed one after the other, so that a file that can't be read costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

import msgspec

from xlform.errors import FileProblem, XlformError
from xlform.isolation.journal import journal

T = TypeVar("T")


class FileResult(msgspec.Struct, Generic[T]):
    """Result of processing one file, or the sentence that says why there is none, and its code."""

    path: str
    value: T | None = None
    problem: str = ""
    code: str = ""


def crash_problem(path: str, crash: BaseException) -> FileProblem:
    """Return the problem of a file that was too large for the memory, or raised an error."""
    from xlform.isolation import failures  # noqa: PLC0415  (most files are read)

    return failures.crash_problem(path, crash)


@contextmanager
def limited(path: str, *, until_end: bool = False) -> Iterator[None]:
    """Read a file within its limits, which with ``until_end`` hold for the rest of the command.

    Whatever goes wrong with it within is raised as a :class:`~xlform.errors.FileProblem`.
    """
    journal.begin(path)
    try:
        yield
    except MemoryError as crash:
        journal.give_up_for_memory()
        raise crash_problem(path, crash) from crash
    except (XlformError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as crash:
        raise crash_problem(path, crash) from crash
    finally:
        journal.processed()
        if not until_end:
            journal.end()
            journal.finish()


def process_each(paths: Iterable[str], process: Callable[[str], T]) -> Iterator[FileResult[T]]:
    """Process the files in order; an error or crash of one does not stop the next."""
    for path in paths:
        try:
            yield FileResult(path, process(path))
        except MemoryError as crash:
            journal.give_up_for_memory()
            memory = crash_problem(path, crash)
            yield FileResult(path, None, str(memory), memory.code)
        except XlformError as problem:
            yield FileResult(path, None, str(problem), problem.code)
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as crash:  # noqa: BLE001  (a native panic is no Exception)
            crashed = crash_problem(path, crash)
            yield FileResult(path, None, str(crashed), crashed.code)
