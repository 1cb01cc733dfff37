"""The program ``xlform`` and its commands."""

from __future__ import annotations

import click

from xlform._version import __version__
from xlform.cli.blanking import blank
from xlform.cli.checking import check
from xlform.cli.completing import completion
from xlform.cli.converting import convert
from xlform.cli.fixing import fix
from xlform.cli.importing import import_files
from xlform.cli.listing import templates
from xlform.cli.querying import query
from xlform.cli.ruling import rules
from xlform.cli.schema import schema
from xlform.cli.summarizing import summarize
from xlform.cli.wording import Group, Option
from xlform.cli.writing import write
from xlform.messages import LANGUAGES


@click.group(
    cls=Group,
    help="cli.program",
    epilog="cli.program-examples",
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.option(
    "--lang", cls=Option, type=click.Choice(LANGUAGES), help="cli.lang", expose_value=False
)
@click.option("--version", cls=Option, is_flag=True, help="cli.version")
@click.pass_context
def program(context: click.Context, *, version: bool) -> None:
    """Show the help page when nothing was asked."""
    if version:
        click.echo(f"xlform {__version__}")
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())


program.add_command(import_files, "import")
program.add_command(check)
program.add_command(fix)
program.add_command(write)
program.add_command(blank)
program.add_command(summarize)
program.add_command(query)
program.add_command(convert)
program.add_command(rules)
program.add_command(templates)
program.add_command(schema)
program.add_command(completion)
