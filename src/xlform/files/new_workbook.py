"""Workbooks written anew: text stays text, the mark of an output, one fixed date, a whole file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.errors import FileProblem, system_reason
from xlform.files.output import atomic_path
from xlform.files.own_output import PROPERTY, OutputKind
from xlform.files.temporary_folder import TemporaryFolder

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# A fixed date, so that the same content gives the same bytes on any day.
_CREATED: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (a workbook knows no time zones)
# A filer's text that looks like a formula, link or number stays text.
_TEXT_STAYS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def new_workbook(
    path: Path, kind: OutputKind, *, force: bool = False, by_rows: bool = True
) -> Iterator[Workbook]:
    """Yield a workbook that takes the place of ``path`` once it is complete.

    With ``by_rows`` one row is in memory at a time, and cells are written from top to bottom. A
    file that xlform did not write is replaced only with ``force``. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415  (for what is written)

    with atomic_path(path, force=force) as unfinished:
        try:
            with (
                TemporaryFolder() as temporary,
                _open(unfinished, kind, {"constant_memory": by_rows, "in_memory": not by_rows,
                                         "tmpdir": str(temporary.path)}) as workbook,
            ):  # fmt: skip
                yield workbook
        except XlsxWriterException as error:
            raise FileProblem("unwritable", path=path, reason=system_reason(error)) from error


def workbook_in_memory(into: BytesIO, kind: OutputKind, title: str = "") -> Workbook:
    """Return a workbook that is written to ``into`` when it is closed."""
    return _open(into, kind, {"in_memory": True}, title)


def _open(
    target: Path | BytesIO, kind: OutputKind, options: dict[str, object], title: str = ""
) -> Workbook:
    import xlsxwriter  # noqa: PLC0415  (only for what is written)

    workbook = xlsxwriter.Workbook(target, {**_TEXT_STAYS, **options})
    workbook.set_properties({"created": _CREATED, **({"title": title} if title else {})})
    workbook.set_custom_property(PROPERTY, kind)
    return workbook
