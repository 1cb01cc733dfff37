"""``xlform import``: files to the normalized model, as a tree or as data."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

FORMATS = ("tree", "json", "jsonl", "csv", "parquet", "xlsx")
_BY_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".xlsx": "xlsx", ".txt": "tree"}
_FOLDERS = ("csv", "parquet")
_UNREADABLE = 3


@click.command(cls=Command, help="import.help", epilog="import.examples")
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar="cli.file")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="import.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="import.format")
@click.option("--full", cls=Option, is_flag=True, help="import.full")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def import_files(
    files: tuple[str, ...], output: str | None, form: str | None, *, full: bool
) -> int:
    """Read the files and print or write what they hold."""
    from xlform.cli.files import spelled_out  # noqa: PLC0415  (--help answers without it)
    from xlform.cli.importer import Importer  # noqa: PLC0415

    paths = spelled_out(files)
    form = form or _format_of(output)
    _check_output(output, form, paths)
    return Importer(paths, output, form, full=full or len(paths) == 1).run()


def _format_of(output: str | None) -> str:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    return _BY_SUFFIX.get(Path(output).suffix.lower(), "") if output else "tree"


def _check_output(output: str | None, form: str, paths: list[str]) -> None:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    if not form:
        raise click.UsageError(translate("import.no-format", output=output))
    if form in (*_FOLDERS, "xlsx") and not output:
        raise click.UsageError(translate("import.needs-output", form=form))
    if output and Path(output).resolve() in {Path(path).resolve() for path in paths}:
        raise click.UsageError(translate("import.over-input", output=output))
    if output and form not in _FOLDERS and Path(output).is_dir():
        raise click.UsageError(translate("import.output-folder", output=output))
    if output and form in _FOLDERS and Path(output).is_file():
        raise click.UsageError(translate("import.output-file", output=output))
