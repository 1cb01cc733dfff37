"""What a person at the terminal watches: a bar over many files, and colours where it has them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from xlform.cli.files import Outcome
from xlform.messages import say
from xlform.show.tree import unpainted

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

T = TypeVar("T")
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
        label=say("import.reading"),
        show_pos=True,
        file=sys.stderr,
    ) as bar:
        yield bar


@contextmanager
def watched_count() -> Iterator[Callable[[int, int], None] | None]:
    """What to tell how many of how many files are done; ``None`` where nobody watches.

    The bar shows the rate and the time left.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _CountBar()
    try:
        yield bar.tell
    finally:
        bar.end()


class _CountBar:
    """A bar that begins when it is first told how many files there are."""

    def __init__(self) -> None:
        self._bar: ProgressBar[int] | None = None
        self._began = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = click.progressbar(
                length=total,
                label=say("import.reading"),
                show_pos=True,
                item_show_func=self._rate,
                file=sys.stderr,
            )
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos, done)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def _rate(self, done: int | None) -> str:
        seconds = time.monotonic() - self._began
        return say("summarize.rate", rate=round((done or 0) / seconds)) if seconds else ""


def terminal_paint() -> Callable[[str, str], str]:
    """Colour where the terminal has it and NO_COLOR does not forbid it."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return unpainted
    return lambda text, colour: click.style(text, **_COLOURS[colour])  # type: ignore[arg-type]
