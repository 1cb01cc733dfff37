"""A wrong use of a command, as click reports it; click is loaded where there is one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click


def usage_error(sentence: str) -> click.UsageError:
    """Return the exception that says how a command was used wrongly."""
    import click  # noqa: PLC0415  (most commands are used rightly)

    return click.UsageError(sentence)


def is_usage_error(error: BaseException) -> bool:
    """Return True for an exception of click about the command line."""
    click = sys.modules.get("click")
    return click is not None and isinstance(error, click.ClickException)


def is_abort(error: BaseException) -> bool:
    """Return True for what click raises where Ctrl-C stopped it."""
    click = sys.modules.get("click")
    return click is not None and isinstance(error, click.Abort)
