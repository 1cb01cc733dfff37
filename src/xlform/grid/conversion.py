"""An .xls, .ods or .et made an .xlsx by LibreOffice where it is installed, and what that loses.

The old formats are not changed in place: their formulas are carried into a new workbook.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from xlform.errors import FileProblem
from xlform.grid.source import file_bytes, old_kind

SECONDS_AT_MOST = 180
_PROGRAMS = ("soffice", "libreoffice")
# What the office program is told the file is, by what it was found to be.
_ENDINGS = {"xls": ".xls", "ods": ".ods", "xlsb": ".xlsb"}


def office_program() -> str:
    """LibreOffice's command, "" where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def as_xlsx(path: Path) -> bytes | None:
    """The workbook as .xlsx, ``None`` where it is one already or no old format at all.

    Raises :class:`~xlform.errors.FileProblem` where LibreOffice can't read it. Without LibreOffice
    the file is left to the reader, whose sentence says how to save it as .xlsx.
    """
    data = file_bytes(path)
    kind = old_kind(data)
    program = office_program()
    if not kind or not program:
        return None
    with tempfile.TemporaryDirectory(prefix="xlform-") as folder:
        place = Path(folder)
        given = place / f"given{_ENDINGS[kind]}"
        given.write_bytes(data)
        _convert(program, given, place, str(path))
        made = place / "made" / "given.xlsx"
        if not made.is_file():
            raise FileProblem("not-converted", path=str(path))
        return made.read_bytes()


def _convert(program: str, given: Path, place: Path, name: str) -> None:
    """Run it in a profile of its own: nobody's settings, macros not run, no open window met."""
    profile = (place / "profile").as_uri()
    command = [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx"]
    try:
        subprocess.run(  # noqa: S603  (the file goes by a name of ours)
            [*command, "--outdir", str(place / "made"), str(given)],
            check=True,
            timeout=SECONDS_AT_MOST,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as reason:
        raise FileProblem("not-converted", path=name) from reason
