"""The public verb ``read``: a file to its submission, by the available templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xlform.formats.source import file_bytes, read_data
from xlform.grid.model import PROSE, Grid
from xlform.model import submission as model
from xlform.model.regular_file import is_file
from xlform.model.resources import forget_changed
from xlform.ooxml.read.package import Package
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, template_folders

if TYPE_CHECKING:
    import pandas as pd

    from xlform.reading.trace import ReadingTrace


class Submission(model.Submission, frozen=True):
    """Submission as returned by ``xlform.read``: the model's record, with export methods."""

    def json(self, *, indent: int = 0) -> str:
        """Return the contract's JSON, on one line unless ``indent`` is given."""
        from xlform.submission.json import to_json  # noqa: PLC0415  (a tree needs none)

        return to_json(self, indent=indent)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return its values as pandas frames, see :func:`xlform.submission.frames.frames`.

        Raises :class:`~xlform.errors.XlformError` if pandas is not installed.
        """
        from xlform.files.extras import require_pandas  # noqa: PLC0415  (reading needs no frames)

        require_pandas()
        from xlform.submission.frames import frames  # noqa: PLC0415  (pandas takes half a second to load)

        return frames([self])


def read(path: str | Path, templates: Path | None = None) -> Submission:
    """Read the submission from a form file, or from the JSON xlform wrote of one.

    Money is in 万元 and ``None`` if missing. ``templates`` is a folder of templates that go before
    the bundled ones. Raises :class:`~xlform.errors.FileProblem` (one clear sentence) for what can't
    be read, :class:`~xlform.errors.UnknownForm` if no known form is found.
    """
    forget_changed(templates)
    return read_with_grid(path, templates)[0]


def read_with_grid(
    path: str | Path, templates: Path | None = None
) -> tuple[Submission, Grid | None]:
    """Return the submission as :func:`read` does, and the cells it came from.

    The grid is ``None`` if the submission was read from JSON.
    """
    path = Path(path)
    if path.suffix.lower() == ".json" and is_file(path):
        known = load_templates(template_folders(templates))
        from xlform.submission.json import from_json  # noqa: PLC0415  (a workbook needs none)

        return _public_submission(from_json(file_bytes(path), known, str(path))), None
    return read_workbook(file_bytes(path), path, templates)


def read_workbook(
    source: bytes | Package,
    path: Path,
    templates: Path | None = None,
    trace: ReadingTrace | None = None,
) -> tuple[Submission, Grid]:
    """Return the submission in a workbook, its bytes or open package, and its cells.

    ``path`` is the file's name. ``trace``, if given, gets what a submission does not hold.
    """
    known = load_templates(template_folders(templates))
    record, grid = read_data(source, path)
    if any(sheet.name == PROSE for sheet in grid.sheets):
        from xlform.reading.documents import arrange_document  # noqa: PLC0415  (a workbook has none)

        grid = arrange_document(grid, known)
    return _public_submission(read_grid(grid, record, known, str(path), trace)), grid


def read_with_trace(path: str | Path, trace: ReadingTrace) -> Submission:
    """Return the submission as :func:`read` does; ``trace`` gets what it does not hold.

    Nothing is added to ``trace`` if the submission is read from JSON.
    """
    path = Path(path)
    if path.suffix.lower() == ".json" and is_file(path):
        return read(path)
    return read_workbook(file_bytes(path), path, None, trace)[0]


def read_cells(source: bytes | Package, path: Path) -> tuple[Submission, Grid]:
    """Return the cells of a file of any form, and a submission that holds its source alone.

    Raises :class:`~xlform.errors.FileProblem` for a file that can't be read.
    """
    record, grid = read_data(source, path)
    return Submission(record, "", None, ()), grid


def _public_submission(found: model.Submission) -> Submission:
    return Submission(found.source, found.unit, found.year, found.forms, found.unread)
