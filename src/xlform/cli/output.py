"""Output paths: the checks that every command makes of ``-o``, and names in an output folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from xlform.cli.usage import usage_error
from xlform.cli.verbosity import note
from xlform.errors import FileProblem, system_reason
from xlform.messages import translate
from xlform.model.regular_file import is_file, is_folder, real_path

if TYPE_CHECKING:
    from xlform.grid.model import Grid
    from xlform.ooxml.read.package import Package


def format_by_suffix(output: str | None, formats: Mapping[str, str], default: str) -> str:
    """Return the format of the output's suffix, "" for an unknown one, ``default`` for none."""
    return formats.get(Path(output).suffix.lower(), "") if output else default


def check_format(output: str | None, form: str, file_formats: Collection[str]) -> None:
    """Refuse an unknown format, and a format only written to files without an output."""
    if not form:
        raise usage_error(translate("import.no-format", output=output))
    if form in file_formats and not output:
        raise usage_error(translate("import.needs-output", form=form))


def is_folder_output(output: str, inputs: Collection[str]) -> bool:
    """Return whether the output is a folder: for several inputs, or where it has no suffix."""
    return len(inputs) > 1 or is_folder(output) or not Path(output).suffix


def check_not_input(
    output: str,
    inputs: Iterable[str],
    written: Iterable[Path] = (),
    message: str = "import.over-input",
) -> None:
    """Refuse an output that would replace an input; ``written`` are the files in it, if several."""
    paths = {real_path(path) for path in written} or {real_path(output)}
    files = [Path(path) for path in inputs]
    if paths & {real_path(path) for path in files} or _same_files(paths, files):
        raise usage_error(translate(message, output=output))


def _same_files(paths: Iterable[Path], inputs: Iterable[Path]) -> bool:
    """Return whether an output is an input under another name: a hard link, another case."""
    existing = [path for path in paths if is_file(path)]
    found = [path for path in inputs if is_file(path)] if existing else []
    return any(path.samefile(other) for path in existing for other in found)


def check_file_output(output: str, *, force: bool, heading: bytes = b"") -> None:
    """Refuse a folder, and before any work whatever :func:`.check_replaceable` refuses."""
    if is_folder(output):
        raise usage_error(translate("import.output-folder", output=output))
    from xlform.files.output import check_replaceable  # noqa: PLC0415  (most results are printed)

    check_replaceable(Path(output), force=force, heading=heading)


def check_folder(output: str, suffixes: Collection[str], message: str, **details: str) -> None:
    """Refuse a file, or a name with the suffix of one, where a folder is to be written."""
    if is_file(output) or Path(output).suffix.lower() in suffixes:
        raise usage_error(translate(message, output=output, **details))


def check_suffix(output: str, suffix: str, message: str) -> None:
    """Refuse an output with another suffix than that of its format."""
    if Path(output).suffix.lower() != suffix:
        raise usage_error(translate(message, output=output, suffix=suffix))


def path_in_folder(folder: Path, stem: str, suffix: str, taken: Collection[Path]) -> Path:
    """Return the path of that name in the folder, numbered from 2 where it is taken."""
    numbers = ("", *range(2, len(taken) + 3))
    paths = (folder / f"{stem}{number}{suffix}" for number in numbers)
    return next(path for path in paths if path not in taken)


def workbook_to_mark(path: str, grid: Grid | None) -> bytes | Package:
    """Return the workbook that a copy with marks is made of, converted where it is no .xlsx.

    ``grid`` is what was read of it. Raises :class:`~xlform.errors.FileProblem` for a submission
    without cells and for one whose cells would move.
    """
    from xlform.formats.conversion import as_workbook  # noqa: PLC0415  (marked copies only)
    from xlform.formats.source import file_bytes  # noqa: PLC0415
    from xlform.report.marked import refuse_moved_cells  # noqa: PLC0415

    if grid is None:
        raise FileProblem("no-workbook", path=path)
    if any(sheet.places for sheet in grid.sheets):  # read of pictures in a workbook
        raise FileProblem("no-cells", path=path, seen=translate("seen.image"))
    source, converted = as_workbook(file_bytes(Path(path)), path)
    if converted:
        refuse_moved_cells(grid, source, path)
        note(translate("check.converted", path=path))
    return source


@contextmanager
def unwritable_problems(path: str | Path) -> Iterator[None]:
    """Turn errors of the system into a :class:`~xlform.errors.FileProblem` about ``path``."""
    try:
        yield
    except OSError as error:
        reason = system_reason(error)
        raise FileProblem("unwritable", path=str(path), reason=reason) from error
