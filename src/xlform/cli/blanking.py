"""``xlform blank``: blank forms to hand out, one workbook or one for each unit of a list."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

# Years that a title of an official form may name.
_YEARS = (2000, 2099)
_COPIES_AT_MOST = 50


@click.command(cls=Command, help="handout.help", epilog="handout.examples")
@click.argument("names", cls=Argument, nargs=-1, required=True, metavar="cli.template")
@click.option(
    "-o", "--output", cls=Option, required=True, metavar="cli.folder", help="handout.output"
)
@click.option("--unit", cls=Option, metavar="cli.unit", help="handout.unit")
@click.option(
    "--year",
    cls=Option,
    type=click.IntRange(*_YEARS),
    metavar="cli.year",
    help="handout.year",
)
@click.option(
    "--copies",
    cls=Option,
    type=click.IntRange(1, _COPIES_AT_MOST),
    default=1,
    metavar="cli.sheets",
    help="handout.copies",
)
@click.option("--roster", cls=Option, metavar="cli.roster", help="handout.roster")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def blank(
    names: tuple[str, ...],
    *,
    output: str,
    unit: str | None,
    year: int | None,
    copies: int,
    roster: str | None,
) -> int:
    """Write the blanks."""
    from xlform.cli.blanker import Blanker, Handed  # noqa: PLC0415  (--help answers without it)

    unit = " ".join((unit or "").split())
    if unit and roster:
        raise click.UsageError(translate("handout.both"))
    if roster and output.lower().endswith(".xlsx"):
        raise click.UsageError(translate("handout.needs-folder", output=output))
    return Blanker(names, Handed(output, unit, year, copies, roster)).run()
