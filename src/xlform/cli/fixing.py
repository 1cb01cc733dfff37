"""``xlform fix``: broken formulas mended in the files themselves, nothing else touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

if TYPE_CHECKING:
    from xlform.checking.settings import FailOn

FAIL_ON = ("error", "warning", "info", "never")
_LOGS = (".json", ".xlsx")


@click.command(cls=Command, help="fix.help", epilog="fix.examples")
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar="cli.file")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="fix.output")
@click.option("--in-place", cls=Option, is_flag=True, help="fix.in-place")
@click.option("--unsafe", cls=Option, is_flag=True, help="fix.unsafe")
@click.option("--diff", cls=Option, is_flag=True, help="fix.diff")
@click.option("--only", cls=Option, multiple=True, metavar="cli.code", help="fix.only")
@click.option("--log", cls=Option, metavar="cli.out", help="fix.log")
@click.option(
    "--fail-on", cls=Option, type=click.Choice(FAIL_ON), default="warning", help="fix.fail-on"
)
@click.option("--config", cls=Option, metavar="cli.settings", help="check.config")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def fix(
    files: tuple[str, ...],
    *,
    output: str | None,
    in_place: bool,
    unsafe: bool,
    diff: bool,
    only: tuple[str, ...],
    log: str | None,
    fail_on: FailOn,
    config: str | None,
) -> int:
    """Mend the files, or show what would be mended."""
    from xlform.cli.files import spelled_out  # noqa: PLC0415  (--help answers without it)
    from xlform.cli.fixer import Asked, Fix, Written  # noqa: PLC0415

    paths = spelled_out(files)
    _check_output(output, paths, in_place=in_place)
    _check_log(log, output, paths)
    codes = tuple(code for text in only for code in text.split(",") if code.strip())
    asked = Asked(codes, fail_on, config, unsafe=unsafe)
    folder = bool(output) and into_folder(output or "", paths)
    written = Written(output, log, folder=folder, in_place=in_place, diff=diff)
    return Fix(paths, asked, written).run()


def _check_output(output: str | None, paths: list[str], *, in_place: bool) -> None:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    from xlform.formats.registry import EDITABLE_EXTENSIONS  # noqa: PLC0415  (likewise)

    if not output:
        return
    if in_place:
        raise click.UsageError(translate("fix.both"))
    place = Path(output)
    inputs = {Path(path).resolve() for path in paths}
    if place.resolve() in inputs:
        raise click.UsageError(translate("fix.over-input", output=output))
    if into_folder(output, paths):
        if place.is_file() or place.suffix.lower() in EDITABLE_EXTENSIONS:
            raise click.UsageError(translate("fix.needs-folder", output=output))
        if any((place / Path(path).name).resolve() in inputs for path in paths):
            raise click.UsageError(translate("fix.over-input", output=output))
    elif place.suffix.lower() != Path(paths[0]).suffix.lower():
        # A workbook with macros under the other ending is one no office program opens.
        wanted = Path(paths[0]).suffix
        if wanted.lower() not in EDITABLE_EXTENSIONS and place.suffix.lower() == ".xlsx":
            return  # an old format becomes a new .xlsx
        raise click.UsageError(translate("fix.other-suffix", output=output, suffix=wanted))


def _check_log(log: str | None, output: str | None, paths: list[str]) -> None:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    if not log:
        return
    place = Path(log)
    if place.suffix.lower() not in _LOGS:
        raise click.UsageError(translate("fix.log-format", log=log))
    taken = {Path(path).resolve() for path in (*paths, *([output] if output else []))}
    if place.resolve() in taken:
        raise click.UsageError(translate("import.over-input", output=log))


def into_folder(output: str, paths: list[str]) -> bool:
    """Whether the output is a folder: for several files, and where the name has no ending."""
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    return len(paths) > 1 or Path(output).is_dir() or not Path(output).suffix
