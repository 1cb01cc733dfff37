"""The program ``xlform``: its commands by name, each loaded when it is invoked."""

from __future__ import annotations

from typing import Final

import click

from xlform._version import __version__
from xlform.cli.localized import LazyCommand, LazyGroup, Option
from xlform.cli.options import lang_option

# In the order of the work, as the help page lists them.
COMMANDS: Final = {
    "import": LazyCommand("import_files", "import.help"),
    "check": LazyCommand("check", "check.help"),
    "fix": LazyCommand("fix", "fix.help"),
    "write": LazyCommand("write", "write.help"),
    "blank": LazyCommand("blank", "handout.help"),
    "summarize": LazyCommand("summarize", "summarize.help"),
    "review": LazyCommand("review", "review.help"),
    "status": LazyCommand("status", "status.help"),
    "serve": LazyCommand("serve", "serve.help"),
    "query": LazyCommand("query", "query.help"),
    "convert": LazyCommand("convert", "convert.help"),
    "diff": LazyCommand("diff", "diff.help"),
    "rules": LazyCommand("rules", "rules.help"),
    "templates": LazyCommand("templates", "templates.help"),
    "template": LazyCommand("template", "template.help"),
    "schema": LazyCommand("schema", "schema.help"),
    "completion": LazyCommand("completion", "completion.help"),
}


@click.group(
    cls=LazyGroup,
    lazy_commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="cli.program",
    epilog="cli.program-examples",
    no_args_is_help=False,
    invoke_without_command=True,
)
@lang_option
@click.option("--version", cls=Option, is_flag=True, help="cli.version")
@click.pass_context
def program(context: click.Context, *, version: bool) -> None:
    """Show the version, or the help page where no command was given."""
    if version:
        click.echo(f"xlform {__version__}")
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())
