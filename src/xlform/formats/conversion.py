"""Files of old programs made new ones by LibreOffice where it is installed.

A workbook is converted to be changed (fix) or marked (check): its formulas and its look are carried
into an .xlsx. A .doc or .wps is converted to be read at all.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from xlform.errors import FileProblem
from xlform.formats.docx.reader import read_docx
from xlform.formats.recognition import kind_of
from xlform.formats.source import READERS
from xlform.grid.model import Grid
from xlform.messages import translate

SECONDS_AT_MOST = 180
_PROGRAMS = ("soffice", "libreoffice")
# Workbooks whose cells stand in the same places once converted.
_WORKBOOKS = frozenset({"xls", "ods", "fods", "xlsb", "xml"})


def office_program() -> str:
    """LibreOffice's command, "" where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def as_workbook(data: bytes, name: str) -> tuple[bytes, bool]:
    """The file as a workbook whose cells can be changed, and whether it had to be made one.

    ``name`` is what messages call it. What can't be read at all is left to the reader, who says
    why. Raises :class:`~xlform.errors.FileProblem` for what is read but has no such cells, and
    where LibreOffice is not there or can't read it.
    """
    kind = kind_of(data, name)
    if kind not in READERS:
        return data, False
    if kind not in _WORKBOOKS:
        raise FileProblem("no-cells", path=name, seen=translate(f"seen.{kind}"))
    if not office_program():
        raise FileProblem("old-workbook", path=name)
    return _converted(data, kind, "xlsx", name), True


def read_old_document(data: bytes, name: str) -> Grid:
    """The grid of a .doc or .wps, by way of a .docx.

    Raises :class:`~xlform.errors.FileProblem` where LibreOffice can't read it, or is not there.
    """
    if not office_program():
        raise FileProblem("old-document", path=name)
    return read_docx(_converted(data, "doc", "docx", name), name)


def _converted(data: bytes, kind: str, wanted: str, name: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xlform-") as folder:
        place = Path(folder)
        given = place / f"given.{kind}"
        given.write_bytes(data)
        _convert(given, wanted, place, name)
        made = place / "made" / f"given.{wanted}"
        if not made.is_file():
            raise FileProblem("not-converted", path=name, wanted=wanted)
        return made.read_bytes()


def _convert(given: Path, wanted: str, place: Path, name: str) -> None:
    """Run it in a profile of its own: nobody's settings, macros not run, no open window met."""
    profile = (place / "profile").as_uri()
    command = [office_program(), "--headless", f"-env:UserInstallation={profile}"]
    try:
        subprocess.run(  # noqa: S603  (the file goes by a name of ours)
            [*command, "--convert-to", wanted, "--outdir", str(place / "made"), str(given)],
            check=True,
            timeout=SECONDS_AT_MOST,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as reason:
        raise FileProblem("not-converted", path=name, wanted=wanted) from reason
