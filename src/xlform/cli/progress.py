"""Progress bars over many files, shown only where standard error is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

from xlform.cli.file_results import FileResult, crash_problem, process_each
from xlform.cli.inputs import Inputs
from xlform.cli.standard_streams import OutputLost
from xlform.cli.verbosity import detail, note, shows_progress
from xlform.files.input_file import MAY_HOLD_FORMS
from xlform.isolation.journal import journal
from xlform.messages import translate

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

T = TypeVar("T")
Outcome = TypeVar("Outcome")
# Fewer files are done before anybody looks.
_FILES_AT_LEAST: Final = 8
_STEPS: Final = 400


@contextmanager
def progress_bar(results: Iterator[FileResult[T]], total: int) -> Iterator[Iterable[FileResult[T]]]:
    """Yield the results under a bar; as they are for one file and without a terminal."""
    if total == 1 or not shows_progress():
        yield results
        return
    import click  # noqa: PLC0415  (of one file no bar is shown)

    with click.progressbar(
        results,
        length=total,
        label=translate("import.reading"),
        show_pos=True,
        file=sys.stderr,
    ) as bar:
        yield bar


def process_with_progress(
    inputs: Inputs, process: Callable[[str], T], problems: list[str]
) -> Iterator[tuple[str, T]]:
    """Yield each path with its result, under a bar; sentences on failures go to ``problems``.

    A document found in a folder that holds no forms is no failure: that is printed only. Where a
    process is lost with a file, the files before it are processed again: what is done with their
    results must show nothing until the end.
    """
    with progress_bar(_process(inputs, process), len(inputs.paths)) as results:
        for result in results:
            if result.value is None:
                _fail(inputs, result.path, result.problem, problems, code=result.code)
            else:
                yield result.path, result.value
    _finish(inputs)


class Outcomes(Generic[T, Outcome]):
    """Files processed and then reported one by one, with an outcome of each that is small.

    ``process`` reads a file, ``report`` shows or writes what came of it. The outcomes of files that
    are done are kept where the process is lost with a later file, so that none is done twice.
    """

    def __init__(
        self,
        process: Callable[[str], T],
        report: Callable[[str, T], Outcome],
    ) -> None:
        self._process = process
        self._report = report

    def of(self, inputs: Inputs, problems: list[str]) -> Iterator[Outcome]:
        """Yield the outcome of each file, under a bar; sentences on failures go to ``problems``."""
        with progress_bar(_process(inputs, self._processed), len(inputs.paths)) as results:
            for result in results:
                if result.value is None:
                    _fail(inputs, result.path, result.problem, problems, code=result.code)
                elif isinstance(result.value, _Kept):
                    yield self._unpacked(result.value.record)
                else:
                    yield from self._reported(inputs, result.path, result.value, problems)
        _finish(inputs)

    def _processed(self, path: str) -> T | _Kept:
        record = journal.record_of(path)
        return _Kept(record) if record else self._process(path)

    def _reported(
        self, inputs: Inputs, path: str, value: T, problems: list[str]
    ) -> Iterator[Outcome]:
        try:
            outcome = self._report(path, value)
        except (OSError, OutputLost, MemoryError):
            raise  # of the output, not of the file
        except Exception as crash:
            from xlform.cli.usage import is_abort, is_usage_error  # noqa: PLC0415  (most end well)

            if is_usage_error(crash) or is_abort(crash):
                raise
            problems.append(str(crash_problem(path, crash)))
            return
        sys.stdout.flush()
        if len(inputs.paths) > 1:
            import pickle  # noqa: PLC0415  (of one file nothing is kept)

            # Names of files may not be UTF-8, which this spells and msgpack does not.
            journal.keep(pickle.dumps(outcome))
        yield outcome

    def _unpacked(self, record: bytes) -> Outcome:
        import pickle  # noqa: PLC0415  (only where a process was lost)

        outcome: Outcome = pickle.loads(record)  # noqa: S301  (written by this command alone)
        return outcome


class _Kept(msgspec.Struct, frozen=True):
    """Outcome of a file that an earlier process of this command has reported."""

    record: bytes


def _fail(inputs: Inputs, path: str, problem: str, problems: list[str], *, code: str) -> None:
    """Add the sentence on a file to ``problems``, or print it where the file is no submission."""
    if path in inputs.optional and code not in MAY_HOLD_FORMS:
        inputs.paths.remove(path)
        note(problem)
    else:
        problems.append(problem)


def _process(inputs: Inputs, process: Callable[[str], T]) -> Iterator[FileResult[T]]:
    """Yield the result of each file, or the sentence there is on it already."""
    paths = tuple(inputs.paths)
    for path in paths:
        detail(translate("cli.reading", path=path))
        if path in inputs.problems:
            yield FileResult(path, None, inputs.problems[path])
            continue
        yield from process_each((path,), partial(_watched, process))
        if len(paths) > 1:
            journal.end()


def _finish(inputs: Inputs) -> None:
    """Lift the limits of the files; those of a single one hold until the end of the command."""
    if len(inputs.paths) > 1:
        journal.finish()


def _watched(process: Callable[[str], T], path: str) -> T:
    """Process a file within its limits."""
    if journal.record_of(path):
        return process(path)
    journal.begin(path)
    result = process(path)
    journal.processed()
    return result


@contextmanager
def file_counter(label: str = "summary.reading") -> Iterator[Callable[[int, int], None]]:
    """Yield a callback for the number of files done and of all: a bar with rate and time left.

    ``label`` is the key of the text before the bar.
    """
    with ExitStack() as stack:
        bar: ProgressBar[int | None] | None = None
        start = time.monotonic()

        def rate(done: int | None) -> str:
            seconds = time.monotonic() - start
            return translate("summary.rate", rate=f"{(done or 0) / max(seconds, 0.1):.0f}")

        def watch(done: int, total: int) -> None:
            nonlocal bar
            if total < _FILES_AT_LEAST or not shows_progress():
                return
            if bar is None:
                import click  # noqa: PLC0415  (as above)

                steps = max(1, total // _STEPS)
                shown: ProgressBar[int | None] = click.progressbar(
                    length=total,
                    label=translate(label),
                    show_pos=True,
                    item_show_func=rate,
                    file=sys.stderr,
                    update_min_steps=steps,
                )
                bar = stack.enter_context(shown)
            bar.update(1, done)

        yield watch
