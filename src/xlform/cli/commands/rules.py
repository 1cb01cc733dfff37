"""``xlform rules``: the rules as a list, one rule's page, or all pages as a folder of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from xlform.checking.selection import no_such_rule
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import (
    force_option,
    lang_option,
    templates_option,
)
from xlform.cli.output import check_format, unwritable_problems
from xlform.cli.screen import show, terminal_columns, terminal_paint
from xlform.files.output import atomic_file
from xlform.messages import translate
from xlform.report.rulebook import markdown, rule_list, rule_page
from xlform.rules import all_rules

FORMATS = ("text", "markdown")
_FILE_COLUMNS = 120


@click.command(cls=Command, help="rules.help", epilog="rules.examples")
@click.argument("code", cls=Argument, required=False, metavar="cli.code")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="rules.format")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="rules.output")
@force_option
@templates_option
@lang_option
def rules(code: str | None, form: str | None, output: str | None, *, force: bool) -> None:
    """List the rules, show one, or write all of their pages."""
    if form == "markdown":
        check_format(output, form, ("markdown",))
        click.echo(_write_pages(output or "", force=force), err=True)
        return
    for line in _page(code) if code else _list():
        show(line)


def _list() -> Iterator[str]:
    return rule_list(all_rules(), columns=_columns(), paint=terminal_paint())


def _page(code: str) -> Iterator[str]:
    """Yield the page of one rule, by its code or its name in any case."""
    known = all_rules()
    name = code.strip().lower()
    for rule in known:
        if name in (rule.code.lower(), rule.name):
            return rule_page(rule, columns=_columns(), paint=terminal_paint())
    raise click.UsageError(str(no_such_rule(code, [rule.code for rule in known])))


def _write_pages(output: str, *, force: bool) -> str:
    """Write the pages into a folder, made if need be; return a sentence on what was written."""
    folder = Path(output)
    pages = markdown(all_rules())
    with unwritable_problems(output):
        folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        # A page with the same heading is an earlier one of the same rule.
        heading = text.partition("\n")[0] + "\n"
        with atomic_file(folder / name, force=force, heading=heading.encode()) as stream:
            stream.write(text)
    return translate("rules.written", count=len(pages), output=output)


def _columns() -> int:
    return terminal_columns(_FILE_COLUMNS)
