"""What a person at the terminal watches: a bar over many files, and colours where it has them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

from xlform.cli.files import Outcome
from xlform.messages import say
from xlform.show.tree import unpainted

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


def terminal_paint() -> Callable[[str, str], str]:
    """Colour where the terminal has it and NO_COLOR does not forbid it."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return unpainted
    return lambda text, colour: click.style(text, **_COLOURS[colour])  # type: ignore[arg-type]
