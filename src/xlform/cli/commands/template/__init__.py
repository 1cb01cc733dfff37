"""``xlform template``: make, check and try templates of one's own."""

from __future__ import annotations

from typing import Final

import click

from xlform.cli.localized import LazyCommand, LazyGroup
from xlform.cli.options import lang_option

COMMANDS: Final = {
    "learn": LazyCommand("template.learn", "learn.help"),
    "check": LazyCommand("template.check", "template-check.help"),
    "preview": LazyCommand("template.preview", "preview.help"),
    "copy": LazyCommand("template.copy", "template-copy.help"),
}


@click.group(
    cls=LazyGroup,
    lazy_commands=COMMANDS,
    help="template.help",
    epilog="template.examples",
)
@lang_option
def template() -> None:
    """Hold the commands on templates."""
