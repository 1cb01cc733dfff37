"""Colours of reports on a terminal."""

from __future__ import annotations

import os
import sys
from typing import Final

import click

from xlform.terminal.tree import Paint, unpainted

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


def terminal_paint() -> Paint:
    """Return what colours text by the name of a style; nothing under NO_COLOR or in a file."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return unpainted
    return lambda text, style: click.style(text, **_STYLES[style])  # type: ignore[arg-type]
