"""Options that several commands share."""

from __future__ import annotations

from typing import Final

import click

from xlform.cli.localized import Argument, Option
from xlform.messages import LANGUAGES

FAIL_ON: Final = ("error", "warning", "info", "never")

files_argument = click.argument("files", cls=Argument, nargs=-1, required=True, metavar="cli.file")
# Taken from the arguments before click sees them, so that help pages are in that language too.
lang_option = click.option(
    "--lang", cls=Option, type=click.Choice(LANGUAGES), help="cli.lang", expose_value=False
)
force_option = click.option("--force", cls=Option, is_flag=True, help="cli.force")
config_option = click.option("--config", cls=Option, metavar="cli.settings", help="check.config")
