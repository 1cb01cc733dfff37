"""Text and data for the terminal, a pipe or a file: what comes from files can only be read.

Colours are put in last: a report holds a mark in place of each, which no file can hold since it
has a number of this run in it.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import Final

from xlform.cli.standard_streams import print_line
from xlform.terminal.tree import Paint, unpainted
from xlform.terminal.visible import escaped_json, visible

_STYLES: Final[dict[str, dict[str, object]]] = {
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
_RUN: Final = os.urandom(8).hex()
_MARK: Final = f"\x02{_RUN}:([a-z]*)\x03"
_RESET: Final = "\x1b[0m"


def terminal_paint() -> Paint:
    """Return what marks text with the name of a style; nothing under NO_COLOR or in a file."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return unpainted
    return lambda text, style: f"\x02{_RUN}:{style}\x03{text}\x02{_RUN}:\x03"


def terminal_columns(otherwise: int) -> int:
    """Return the columns of the terminal, by COLUMNS or the system; of a pipe ``otherwise``.

    As ``shutil.get_terminal_size``, which would load the modules of all archives.
    """
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns):
        return int(columns)
    if columns or sys.stdout.isatty():
        with suppress(AttributeError, OSError, ValueError):
            return os.get_terminal_size(sys.__stdout__.fileno()).columns or otherwise  # type: ignore[union-attr]
    return otherwise


def readable(text: str) -> str:
    """Return a text as it is printed: control characters as signs, marks of styles as colours."""
    if _RUN not in text:
        return visible(text)
    pieces = re.split(_MARK, text)
    shown = [visible(pieces[0])]
    for style, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        shown += [_code(style), visible(piece)]
    return "".join(shown)


def show(text: str = "", *, err: bool = False) -> None:
    """Print lines for people."""
    if _RUN not in text:
        print_line(visible(text), err=err)
        return
    import click  # noqa: PLC0415  (which leaves out colours where they would be signs)

    click.echo(readable(text), err=err)


def show_json(text: str) -> None:
    """Print JSON, its strings without a character that a terminal carries out."""
    print_line(escaped_json(text))


def _code(style: str) -> str:
    if not style:
        return _RESET
    import click  # noqa: PLC0415  (colours are for terminals)

    return click.style("", reset=False, **_STYLES[style])  # type: ignore[arg-type]
