"""``xlform template copy``: next year's edition of a set of templates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlform.cli.exit_codes import ExitCode
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import lang_option, level_options, templates_option
from xlform.cli.screen import show
from xlform.cli.verbosity import note, problem
from xlform.errors import XlformError
from xlform.messages import listed, translate

if TYPE_CHECKING:
    from xlform.writing.next_edition import SetCopy

_FIRST_YEAR, _LAST_YEAR = 2000, 2099


@click.command(cls=Command, help="template-copy.help", epilog="template-copy.examples")
@click.argument("name", cls=Argument, metavar="template-copy.set")
@click.option(
    "--year",
    cls=Option,
    type=click.IntRange(_FIRST_YEAR, _LAST_YEAR),
    metavar="template-copy.year",
    required=True,
    help="template-copy.year-help",
)
@click.option(
    "-o", "--output", cls=Option, metavar="cli.folder", required=True, help="template-copy.output"
)
@level_options
@templates_option
@lang_option
def copy(name: str, *, year: int, output: str) -> int:
    """Write the edition of a year, and check it; FINDINGS if it has faults."""
    from xlform.checking.template_check import check_templates  # noqa: PLC0415  (loads the rules)
    from xlform.template.store import template_folders  # noqa: PLC0415
    from xlform.writing.next_edition import copy_set, set_folder  # noqa: PLC0415

    try:
        copied = copy_set(set_folder(name, template_folders()), Path(output), year)
        faults = check_templates(copied.folder).faults
    except XlformError as error:
        problem(str(error))
        return ExitCode.UNREADABLE
    _report(copied)
    for located in faults:
        show(f"{os.fspath(located.path)}:{located.line}: {located.key} {located.fault}")
    return ExitCode.FINDINGS if faults else ExitCode.OK


def _report(copied: SetCopy) -> None:
    """Tell what was written, and what was changed on the blanks."""
    key = "template-copy.done" if copied.old else "template-copy.no-year"
    note(translate(key, old=copied.old, year=copied.new, folder=copied.folder))
    for form in copied.forms:
        how = translate(f"template-copy.{'extends' if form.extends else 'whole'}")
        texts = listed(" ".join(text.split()) for text in form.changed)
        changed = translate("template-copy.changed", texts=texts) if texts else ""
        note(f"  {form.folder.name}{how}{changed}")
