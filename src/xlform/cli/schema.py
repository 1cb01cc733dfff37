"""``xlform schema``: the JSON Schema of a submission."""

from __future__ import annotations

import click

from xlform.cli.wording import Command, Option


@click.command(cls=Command, help="schema.help", epilog="schema.examples")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def schema() -> None:
    """Print the schema."""
    from xlform.submission.schema import schema_text  # noqa: PLC0415  (--help answers without it)
    from xlform.template.store import load_templates, templates_folder  # noqa: PLC0415

    click.echo(schema_text(load_templates(templates_folder())))
