"""What a person at the terminal watches: a bar over many files, and colours where it has them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from xlform.cli.files import Outcome, read_each
from xlform.messages import translate
from xlform.terminal.tree import unpainted

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

T = TypeVar("T")
# Fewer files are read before anybody looks; the bar moves so many times.
_WATCHED_FROM = 8
_STEPS = 400
_COLOURS: dict[str, dict[str, object]] = {
    "file": {"bold": True},
    "unit": {"bold": True, "fg": "cyan"},
    "form": {"bold": True},
    "place": {"dim": True},
    "money": {"fg": "green"},
    "target": {"fg": "yellow"},
    "faint": {"dim": True},
    "note": {"fg": "magenta"},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "code": {"bold": True},
    "marked": {"reverse": True},
    "new": {"fg": "red"},
    "kept": {"dim": True},
    "fixed": {"fg": "green"},
    "old": {"fg": "red"},
    "fresh": {"fg": "green"},
    "hunk": {"fg": "cyan"},
}


@contextmanager
def shown_progress(outcomes: Iterator[Outcome[T]], total: int) -> Iterator[Iterable[Outcome[T]]]:
    """A bar over many files where somebody watches; the outcomes as they are otherwise."""
    if total == 1 or not sys.stderr.isatty():
        yield outcomes
        return
    with click.progressbar(
        outcomes,
        length=total,
        label=translate("import.reading"),
        show_pos=True,
        file=sys.stderr,
    ) as bar:
        yield bar


def read_watched(
    paths: list[str], read: Callable[[str], T], problems: list[str]
) -> Iterator[tuple[str, T]]:
    """Each file with what was made of it, under a bar; the others' sentences go to ``problems``."""
    with shown_progress(read_each(paths, read), len(paths)) as shown:
        for outcome in shown:
            if outcome.found is None:
                problems.append(outcome.problem)
            else:
                yield outcome.path, outcome.found


def terminal_paint() -> Callable[[str, str], str]:
    """Colour where the terminal has it and NO_COLOR does not forbid it."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return unpainted
    return lambda text, colour: click.style(text, **_COLOURS[colour])  # type: ignore[arg-type]


@contextmanager
def watched_files() -> Iterator[Callable[[int, int], None]]:
    """What is told how many of how many files are done: a bar with the rate and the time left.

    Nothing is shown where nobody watches.
    """
    with ExitStack() as stack:
        bar: ProgressBar[int | None] | None = None
        begun = time.monotonic()

        def rate(done: int | None) -> str:
            seconds = time.monotonic() - begun
            return translate("summary.rate", rate=f"{(done or 0) / max(seconds, 0.1):.0f}")

        def watch(done: int, total: int) -> None:
            nonlocal bar
            if total < _WATCHED_FROM or not sys.stderr.isatty():
                return
            if bar is None:
                steps = max(1, total // _STEPS)
                shown: ProgressBar[int | None] = click.progressbar(
                    length=total,
                    label=translate("summary.reading"),
                    show_pos=True,
                    item_show_func=rate,
                    file=sys.stderr,
                    update_min_steps=steps,
                )
                bar = stack.enter_context(shown)
            bar.update(1, done)

        yield watch
