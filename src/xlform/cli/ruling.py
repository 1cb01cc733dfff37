"""``xlform rules``: the rules as a list, one rule's page, or all pages as a folder of Markdown."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

FORMATS = ("text", "markdown")


@click.command(cls=Command, help="rules.help", epilog="rules.examples")
@click.argument("code", cls=Argument, required=False, metavar="cli.code")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="rules.format")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="rules.output")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def rules(code: str | None, form: str | None, output: str | None) -> None:
    """List the rules, show one, or write all of their pages."""
    from xlform.cli import ruler  # noqa: PLC0415  (--help answers without it)

    if form == "markdown":
        if not output:
            raise click.UsageError(translate("import.needs-output", form=form))
        click.echo(ruler.written(output), err=True)
        return
    for line in ruler.page(code) if code else ruler.listing():
        click.echo(line)
