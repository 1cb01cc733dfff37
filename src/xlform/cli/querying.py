"""``xlform query``: SQL over the data a summary left."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

FORMATS = ("table", "csv", "json")


@click.command(cls=Command, help="query.help", epilog="query.examples")
@click.argument("statement", cls=Argument, required=False, metavar="query.statement")
@click.option("--data", cls=Option, metavar="query.folder", help="query.data")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="query.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="query.format")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def query(statement: str | None, data: str | None, output: str | None, form: str | None) -> None:
    """Answer one SELECT, or list the tables where none is given."""
    from xlform.cli.querier import Querier  # noqa: PLC0415  (--help answers without it)

    form = form or _format_of(output)
    if not form:
        raise click.UsageError(translate("query.no-format", output=output))
    Querier(data or ".", output, form).answer(statement)


def _format_of(output: str | None) -> str:
    """By the output's ending; a table where there is none."""
    if not output:
        return "table"
    endings = {".csv": "csv", ".json": "json", ".txt": "table"}
    return next((form for ending, form in endings.items() if output.lower().endswith(ending)), "")
