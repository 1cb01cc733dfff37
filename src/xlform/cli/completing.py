"""``xlform completion``: what a shell needs to complete our commands and options."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, help="completion.help", epilog="completion.examples")
@click.argument("shell", cls=Argument, type=click.Choice(SHELLS))
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the shell's script."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415  (asked for rarely)

    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(translate("usage.choice", name=shell, choices="、".join(SHELLS)))
    root = context.find_root().command
    click.echo(script(root, {}, "xlform", "_XLFORM_COMPLETE").source())
