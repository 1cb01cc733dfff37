"""Progress bars over many files, shown only where standard error is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

import click

from xlform.cli.file_results import FileResult, process_each
from xlform.cli.inputs import Inputs
from xlform.cli.verbosity import detail, note, shows_progress
from xlform.files.input_file import MAY_HOLD_FORMS
from xlform.messages import translate

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

T = TypeVar("T")
# Fewer files are done before anybody looks.
_FILES_AT_LEAST: Final = 8
_STEPS: Final = 400


@contextmanager
def progress_bar(results: Iterator[FileResult[T]], total: int) -> Iterator[Iterable[FileResult[T]]]:
    """Yield the results under a bar; as they are for one file and without a terminal."""
    if total == 1 or not shows_progress():
        yield results
        return
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

    A document found in a folder that holds no forms is no failure: that is printed only.
    """
    with progress_bar(_process(inputs, process), len(inputs.paths)) as results:
        for result in results:
            no_forms = result.path in inputs.optional and result.code not in MAY_HOLD_FORMS
            if result.value is None and no_forms:
                inputs.paths.remove(result.path)
                note(result.problem)
            elif result.value is None:
                problems.append(result.problem)
            else:
                yield result.path, result.value


def _process(inputs: Inputs, process: Callable[[str], T]) -> Iterator[FileResult[T]]:
    """Yield the result of each file, or the sentence there is on it already."""
    for path in tuple(inputs.paths):
        detail(translate("cli.reading", path=path))
        if path in inputs.problems:
            yield FileResult(path, None, inputs.problems[path])
        else:
            yield from process_each((path,), process)


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
