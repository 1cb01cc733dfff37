"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

from xlform.cli.localized import Argument, Option
from xlform.cli.verbosity import verbosity
from xlform.messages import LANGUAGES

# A function that is to become a command.
Command = Callable[..., Any]
FAIL_ON: Final = ("error", "warning", "info", "never")

files_argument = click.argument("files", cls=Argument, nargs=-1, required=True, metavar="cli.file")
# Taken from the arguments before click sees them, so that help pages are in that language too.
lang_option = click.option(
    "--lang", cls=Option, type=click.Choice(LANGUAGES), help="cli.lang", expose_value=False
)


def _quiet(_context: click.Context, _option: click.Parameter, given: bool) -> None:
    verbosity.quiet |= given


def _verbose(_context: click.Context, _option: click.Parameter, given: bool) -> None:
    verbosity.verbose |= given


def _log(_context: click.Context, _option: click.Parameter, path: str | None) -> None:
    if path:
        verbosity.open_log(path)


_quiet_option = click.option(
    "-q", "--quiet", cls=Option, is_flag=True, expose_value=False, callback=_quiet, help="cli.quiet"
)
_verbose_option = click.option(
    "-v",
    "--verbose",
    cls=Option,
    is_flag=True,
    expose_value=False,
    callback=_verbose,
    help="cli.verbose",
)
_log_option = click.option(
    "--log", cls=Option, metavar="cli.out", expose_value=False, callback=_log, help="cli.log"
)


def level_options(command: Command) -> Command:
    """Add ``-q`` and ``-v`` to a command."""
    return _quiet_option(_verbose_option(command))


def message_options(command: Command) -> Command:
    """Add ``-q``, ``-v`` and ``--log`` to a command."""
    return level_options(_log_option(command))


def _templates(_context: click.Context, _option: click.Parameter, folders: tuple[str, ...]) -> None:
    if folders:
        from xlform.model.resources import add_template_folders  # noqa: PLC0415  (given seldom)

        add_template_folders(folders)


templates_option = click.option(
    "--templates",
    cls=Option,
    multiple=True,
    metavar="cli.folder",
    expose_value=False,
    callback=_templates,
    help="cli.templates",
)
force_option = click.option("--force", cls=Option, is_flag=True, help="cli.force")
config_option = click.option("--config", cls=Option, metavar="cli.settings", help="check.config")
