"""``xlform templates``: the known templates, or one of them drawn with its fields' names."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option


@click.command(cls=Command, help="templates.help", epilog="templates.examples")
@click.argument("name", cls=Argument, required=False, metavar="cli.template")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def templates(name: str | None) -> None:
    """List the templates, or draw one."""
    from xlform.cli import lister  # noqa: PLC0415  (--help answers without it)

    for line in lister.drawing(name) if name else lister.listing():
        click.echo(line)
