"""``xlform schema``: the JSON Schema of a submission."""

from __future__ import annotations

import click

from xlform.cli.localized import Command
from xlform.cli.options import (
    lang_option,
    templates_option,
)
from xlform.submission.schema import schema_text
from xlform.template.store import load_templates, template_folders


@click.command(cls=Command, help="schema.help", epilog="schema.examples")
@templates_option
@lang_option
def schema() -> None:
    """Print the schema."""
    click.echo(schema_text(load_templates(template_folders())))
