"""``xlform blank``: blank forms to hand out, one workbook or one for each unit of a roster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from xlform.blanks.blank_workbook import BlankRequest, blank_workbook
from xlform.blanks.input_fields import blank_form
from xlform.blanks.unit_files import UnitFile, unit_files
from xlform.cli.exit_codes import ExitCode
from xlform.cli.file_results import limited, process_each
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import (
    force_option,
    lang_option,
    message_options,
    templates_option,
)
from xlform.cli.output import unwritable_problems
from xlform.cli.progress import progress_bar
from xlform.cli.screen import show
from xlform.cli.settings import project_of, settings_problems
from xlform.cli.template_names import templates_named
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.errors import FileProblem, XlformError
from xlform.export.names import MAX_FILE_NAME, UniqueNames, file_title
from xlform.files.output import atomic_path
from xlform.messages import translate
from xlform.model.regular_file import is_file
from xlform.model.word_lists import Words, load_words, words_folders

# Years that a title of an official form may name.
_YEARS = (2000, 2099)
_COPIES_AT_MOST = 50
_SUFFIX = ".xlsx"


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
@force_option
@message_options
@templates_option
@lang_option
def blank(
    names: tuple[str, ...],
    *,
    output: str,
    unit: str | None,
    year: int | None,
    copies: int,
    roster: str | None,
    force: bool,
) -> int:
    """Write the blanks."""
    unit = " ".join((unit or "").split())
    if unit and roster:
        raise click.UsageError(translate("handout.both"))
    if roster and output.lower().endswith(_SUFFIX):
        raise click.UsageError(translate("handout.needs-folder", output=output))
    return BlankRun(names, Options(output, unit, year, copies, roster, force=force)).run()


class Options(msgspec.Struct, frozen=True):
    """Options of the command line; ``unit`` is "" for blanks without a name."""

    output: str
    unit: str
    year: int | None
    copies: int
    roster: str | None
    force: bool


class BlankRun:
    """Writes one workbook, or one for each unit.

    An existing file is replaced only with ``force``, even one that was made as a blank: a unit may
    have filled it in.
    """

    def __init__(self, names: tuple[str, ...], options: Options) -> None:
        self._options = options
        chosen = dict.fromkeys(template for name in names for template in templates_named(name))
        self._templates = tuple(template for template in chosen if not template.prose)
        self._prose = [template for template in chosen if template.prose]
        if not self._templates:
            raise XlformError("blank-is-prose", form=self._prose[0].declaration.name)

    def run(self) -> ExitCode:
        """Write every workbook; return UNREADABLE if one could not be written."""
        units = {entry.file: entry.unit for entry in self._units()}
        results = process_each(units, lambda file: self._write(file, units[file]))
        with progress_bar(results, len(units)) as shown:
            problems = [result.problem for result in shown if result.problem]
        for problem in problems:
            tell_problem(problem)
        written = len(units) - len(problems)
        details = {"forms": len(self._templates), "failed": len(problems)}
        note(translate("handout.counts", written=written, **details), err=False)
        for template in self._prose:
            note(translate("handout.prose", form=template.declaration.name), err=False)
        missing = [] if problems else [*self._missing()]
        for line in missing:
            show(f"  {line}")
        if problems:
            return ExitCode.UNREADABLE
        return ExitCode.FINDINGS if missing else ExitCode.OK

    def _missing(self) -> Iterator[str]:
        """Yield a line for each part of a declaration that its blank does not have."""
        for template in self._templates:
            for what in blank_form(template).missing:
                yield translate("handout.missing", form=template.declaration.name, what=what)

    def _units(self) -> tuple[UnitFile, ...]:
        options = self._options
        if options.roster:
            words = _words()
            with limited(options.roster):
                return unit_files(Path(options.roster), words)
        name = UniqueNames(MAX_FILE_NAME).assign(file_title(options.unit or self._title()))
        return (UnitFile(options.unit, name),)

    def _title(self) -> str:
        """Return the name of a workbook without a unit: of its form, or of any set of forms."""
        year = self._options.year
        first = self._templates[0].declaration.name
        title = first if len(self._templates) == 1 else translate("handout.book")
        return translate("handout.of-year", title=title, year=year) if year else title

    def _write(self, file: str, unit: str) -> Path:
        options = self._options
        path = self._path(file)
        data = blank_workbook(BlankRequest(self._templates, unit, options.year, options.copies))
        if not options.force and is_file(path) and path.read_bytes() != data:
            raise FileProblem("blank-exists", path=path)
        with unwritable_problems(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        # Where the file is the very same, nothing is lost.
        with atomic_path(path, force=True) as unfinished:
            unfinished.write_bytes(data)
        return path

    def _path(self, name: str) -> Path:
        output = Path(self._options.output)
        return output if output.suffix.lower() == _SUFFIX else output / f"{name}{_SUFFIX}"


def _words() -> Words:
    """Return the word lists with those of the project file: a district's names for columns."""
    with settings_problems():
        return load_words(words_folders(), project_of(None).words)
