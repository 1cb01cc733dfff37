"""``xlform schema``: the JSON Schema of a submission."""

from __future__ import annotations

import click

from xlform.cli.localized import Command
from xlform.cli.options import lang_option
from xlform.submission.schema import schema_text
from xlform.template.store import load_templates, templates_folder


@click.command(cls=Command, help="schema.help", epilog="schema.examples")
@lang_option
def schema() -> None:
    """Print the schema."""
    click.echo(schema_text(load_templates(templates_folder())))
