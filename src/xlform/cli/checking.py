"""``xlform check``: what is wrong with the files, as text, as data, as a page, as papers."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

FORMATS = ("text", "line", "json", "html", "xlsx", "docx")
FAIL_ON = ("error", "warning", "info", "never")
_BY_SUFFIX = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "json",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".docx": "docx",
}
# Written a file for each file, so into a folder where there are several.
_PAPERS = ("xlsx", "docx")


@click.command(cls=Command, help="check.help", epilog="check.examples")
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar="cli.file")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="check.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="check.format")
@click.option("--select", cls=Option, multiple=True, metavar="cli.code", help="check.select")
@click.option("--ignore", cls=Option, multiple=True, metavar="cli.code-reason", help="check.ignore")
@click.option("--fail-on", cls=Option, type=click.Choice(FAIL_ON), help="check.fail-on")
@click.option("--since", cls=Option, metavar="cli.earlier", help="check.since")
@click.option("--config", cls=Option, metavar="cli.settings", help="check.config")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def check(
    files: tuple[str, ...],
    *,
    output: str | None,
    form: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    since: str | None,
    config: str | None,
) -> int:
    """Check the files and tell what was found."""
    from xlform.cli.checker import Asked, Check, Shown  # noqa: PLC0415  (--help answers without it)
    from xlform.cli.files import spelled_out  # noqa: PLC0415

    paths = spelled_out(files)
    form = form or _format_of(output)
    _check_output(output, form, paths)
    asked = Asked(select, tuple(_with_reason(one) for one in ignore), fail_on, config, since)
    return Check(paths, asked, Shown(form, output)).run()


def _with_reason(text: str) -> tuple[str, str]:
    code, _, reason = text.partition("=")
    if not reason.strip():
        raise click.UsageError(translate("error.ignore-without-reason", rule=code))
    return code, reason


def _format_of(output: str | None) -> str:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    return _BY_SUFFIX.get(Path(output).suffix.lower(), "") if output else "text"


def _check_output(output: str | None, form: str, paths: list[str]) -> None:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    if not form:
        raise click.UsageError(translate("import.no-format", output=output))
    if form in _PAPERS and not output:
        raise click.UsageError(translate("import.needs-output", form=form))
    if not output:
        return
    place = Path(output)
    if place.resolve() in {Path(path).resolve() for path in paths}:
        raise click.UsageError(translate("import.over-input", output=output))
    into_folder = form in _PAPERS and len(paths) > 1
    if into_folder and (place.is_file() or place.suffix.lower() in _BY_SUFFIX):
        raise click.UsageError(translate("check.needs-folder", form=form, output=output))
    if place.is_dir() and form not in _PAPERS:
        raise click.UsageError(translate("import.output-folder", output=output))
