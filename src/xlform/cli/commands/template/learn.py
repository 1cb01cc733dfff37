"""``xlform template learn``: propose a declaration from an official blank."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlform.cli.exit_codes import ExitCode
from xlform.cli.file_results import limited
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import force_option, lang_option, message_options, templates_option
from xlform.cli.screen import show
from xlform.cli.verbosity import note, problem
from xlform.errors import XlformError
from xlform.grid.model import origin
from xlform.messages import listed, translate
from xlform.model.regular_file import real_path

if TYPE_CHECKING:
    from xlform.learning.blanks import LearntBlank


@click.command(cls=Command, help="learn.help", epilog="learn.examples")
@click.argument("blank", cls=Argument, metavar="learn.blank")
@click.option("--filled", cls=Option, metavar="cli.file", help="learn.filled")
@click.option(
    "-o", "--output", cls=Option, metavar="cli.folder", required=True, help="learn.output"
)
@force_option
@message_options
@templates_option
@lang_option
def learn(blank: str, *, filled: str | None, output: str, force: bool) -> int:
    """Write a template learnt from a blank; what is uncertain is asked or listed."""
    from xlform.learning.blanks import learn_blank  # noqa: PLC0415  (loads the readers)
    from xlform.learning.writing import check_folder_free, write_templates  # noqa: PLC0415
    from xlform.template.store import load_templates, template_folders  # noqa: PLC0415

    try:
        check_folder_free(Path(output), force=force)
        known = load_templates(template_folders())
        folder = real_path(output)
        name = f"{folder.parent.name}/{folder.name}"
        with limited(blank):
            learnt = learn_blank(Path(blank), known, Path(filled) if filled else None, name)
        if on_terminal():
            for one in learnt:
                _ask(one)
        folders = write_templates(learnt, Path(output), Path(blank).name, force=force)
    except XlformError as error:
        problem(str(error))
        return ExitCode.UNREADABLE
    for one, folder in zip(learnt, folders, strict=True):
        _report(one, folder)
    return ExitCode.OK


def on_terminal() -> bool:
    """Return True if a person can be asked: input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask(learnt: LearntBlank) -> None:
    """Ask what is uncertain; the answers change the proposal."""
    from xlform.learning.doubts import questions  # noqa: PLC0415  (on a terminal only)

    for question in list(questions(learnt.form)):
        show(question.text)
        for number, answer in enumerate(question.answers, start=1):
            show(f"  {number} {answer}")
        chosen = click.prompt(
            translate("ask.prompt"),
            type=click.IntRange(1, len(question.answers)),
            default=question.default + 1,
        )
        question.answer(chosen - 1)


def _report(learnt: LearntBlank, folder: Path) -> None:
    """Print what was learnt, how it reads blank and sample, and what is uncertain."""
    from xlform.learning.doubts import doubts  # noqa: PLC0415  (after the writing)

    form = learnt.form
    columns = sum(len(table.columns) for table in form.tables)
    counts = {"fields": len(form.fields), "tables": len(form.tables), "columns": columns}
    note(translate("learn.done", title=form.title, folder=folder, **counts))
    if learnt.sample:
        unread = listed(part.cell for part in learnt.sample.unread)
        read = learnt.sample.read
        key = "learn.sample-unread" if unread else "learn.sample"
        note(translate(key, values=read, cells=unread))
    if form.cleared:
        note(translate("learn.cleared", cells=listed(map(origin, sorted(form.cleared)))))
    if form.unread:
        note(translate("learn.unread", cells=listed(form.unread)))
    other = learnt.sample.reader if learnt.sample else learnt.trial.reader
    if other:
        note(translate("learn.other-template", template=other))
    for line in doubts(form):
        note(line)
