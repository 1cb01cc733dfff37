"""Conversion of other formats by LibreOffice, where it is installed.

A workbook is converted to .xlsx so that it can be fixed or marked: its formulas and styles come
along. A .doc or .wps is converted to .docx so that it can be read at all.
"""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

from xlform.errors import FileProblem
from xlform.files.temporary_folder import TemporaryFolder
from xlform.formats.docx.reader import read_docx
from xlform.formats.recognition import recognised
from xlform.formats.registry import FORMATS
from xlform.grid.model import Grid
from xlform.isolation.own_process import unlimited_memory
from xlform.messages import translate
from xlform.ooxml.read.package import Package, open_package

SECONDS_AT_MOST = 180
# Time and day of a member, the first there are: in its header, and in its entry of the directory.
_FIRST_DAY = b"\0\0\x21\0"
_LOCAL_TIME, _TIME = 10, 12
# An entry, of which the lengths of name, extra field and comment are read.
_ENTRY = struct.Struct("<28xHHH12x")
_PROGRAMS = ("soffice", "libreoffice")


def office_program() -> str:
    """Return LibreOffice's command, "" where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def as_workbook(data: bytes, name: str) -> tuple[bytes | Package, bool]:
    """Return the file as a workbook whose cells can be changed, and whether it was converted.

    A file with such cells already is returned as it is, as its open package where it has one.
    ``name`` is what messages call it. A file that can't be read is returned too: its reader says
    why. Raises :class:`~xlform.errors.FileProblem` for a format without such cells, and where
    LibreOffice is not installed or can't read the file.
    """
    kind, content = recognised(data, name)
    known = FORMATS.get(kind)
    if known is None:
        return content, False
    if known.editable:
        return open_package(content, name), False
    if not known.convertible:
        raise FileProblem("no-cells", path=name, seen=translate(known.label))
    if not office_program():
        raise FileProblem("old-workbook", path=name)
    return _converted(data, kind, "xlsx", name), True


def read_old_document(data: bytes, name: str) -> Grid:
    """Return the grid of a .doc or .wps, by way of a .docx.

    Raises :class:`~xlform.errors.FileProblem` where LibreOffice can't read it, or is not there.
    """
    if not office_program():
        raise FileProblem("old-document", path=name)
    return read_docx(_converted(data, "doc", "docx", name), name)


def old_workbook_as_xlsx(data: bytes, name: str) -> bytes | None:
    """Return an .xls as .xlsx; ``None`` where LibreOffice can't read it, or is not there."""
    if not office_program():
        return None
    try:
        return _converted(data, "xls", "xlsx", name)
    except FileProblem:
        return None


def _converted(data: bytes, kind: str, wanted: str, name: str) -> bytes:
    with TemporaryFolder() as folder:
        place = folder.path
        given = place / f"given.{kind}"
        given.write_bytes(data)
        _convert(given, wanted, place, name)
        made = place / "made" / f"given.{wanted}"
        if not made.is_file():
            raise FileProblem("not-converted", path=name, wanted=wanted)
        return _without_times(made.read_bytes())


def _without_times(data: bytes) -> bytes:
    """Return an archive that does not say when it was written: the same file gives the same bytes.

    Each member has its time in its own header and in the directory (APPNOTE.TXT, 4.3.7, 4.3.12).
    """
    content = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at, members = archive.start_dir, archive.infolist()
    for member in members:
        local = member.header_offset + _LOCAL_TIME
        content[local : local + len(_FIRST_DAY)] = _FIRST_DAY
        content[at + _TIME : at + _TIME + len(_FIRST_DAY)] = _FIRST_DAY
        at += _ENTRY.size + sum(_ENTRY.unpack_from(content, at))
    return bytes(content)


def _convert(given: Path, wanted: str, place: Path, name: str) -> None:
    """Run LibreOffice in a new profile: no user settings, no macros, no window already open."""
    profile = (place / "profile").as_uri()
    command = [office_program(), "--headless", f"-env:UserInstallation={profile}"]
    try:
        with unlimited_memory():  # it takes more than a file may
            subprocess.run(  # noqa: S603  (the file has a name of our own)
                [*command, "--convert-to", wanted, "--outdir", str(place / "made"), str(given)],
                check=True,
                timeout=SECONDS_AT_MOST,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
    except (OSError, subprocess.SubprocessError) as reason:
        raise FileProblem("not-converted", path=name, wanted=wanted) from reason
