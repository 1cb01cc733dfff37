"""``xlform schema``: the JSON Schema of a submission, or of the findings of a check."""

from __future__ import annotations

import click

from xlform.checking.findings_schema import findings_schema_text
from xlform.cli.localized import Command, Option
from xlform.cli.options import (
    lang_option,
    templates_option,
)
from xlform.submission.schema import schema_text
from xlform.template.store import load_templates, template_folders


@click.command(cls=Command, help="schema.help", epilog="schema.examples")
@click.option("--findings", cls=Option, is_flag=True, help="schema.findings")
@templates_option
@lang_option
def schema(*, findings: bool) -> None:
    """Print the schema."""
    if findings:
        click.echo(findings_schema_text())
        return
    click.echo(schema_text(load_templates(template_folders())))
