"""``xlform completion``: the script by which a shell completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from xlform.cli.localized import Argument, Command
from xlform.cli.options import lang_option
from xlform.messages import listed, translate

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, help="completion.help", epilog="completion.examples")
@click.argument("shell", cls=Argument, type=click.Choice(SHELLS))
@lang_option
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the shell's script."""
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(translate("usage.choice", name=shell, choices=listed(SHELLS)))
    root = context.find_root().command
    click.echo(script(root, {}, "xlform", "_XLFORM_COMPLETE").source())
