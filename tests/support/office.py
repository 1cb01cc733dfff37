"""Files saved by LibreOffice, which runs once for all tests of a process.

A start takes one to two seconds, a conversion a tenth of one. LibreOffice started twice with one
profile hands its files to the process that runs already; that one stays as long as a document of
its own is open.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pytest

OFFICE = next((found for name in ("soffice", "libreoffice") if (found := shutil.which(name))), "")
NO_OFFICE = "LibreOffice is not installed"
needs_office = pytest.mark.skipif(not OFFICE, reason=NO_OFFICE)
# Separate files for all sheets, values as they are shown, UTF-8.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
_XLSX = "xlsx:Calc MS Excel 2007 XML"
_SECONDS_TO_START = 60
_SECONDS_AT_MOST = 300
# Formulas are computed on opening whatever the file holds; by default some results are believed.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>
<office:spreadsheet><table:table table:name="1"><table:table-row><table:table-cell/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document>
"""
# Its process group ends with the pipe it reads, which closes even if the tests are killed.
_GUARD = '"$@" </dev/null >/dev/null 2>&1 & read -r _; kill -9 0'
# LibreOffice by its own name, but in the profile of the process that runs.
_HANDING_ON = """#!/bin/sh
for word; do
    shift
    case $word in -env:UserInstallation=*) word=$XLFORM_TEST_PROFILE ;; esac
    set -- "$@" "$word"
done
exec "$XLFORM_TEST_OFFICE" "$@"
"""


class _Office:
    """LibreOffice with a profile of its own, and its process where processes have groups."""

    _process: subprocess.Popen[bytes] | None = None

    @cached_property
    def _folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="xlform-office-"))
        (folder / "profile" / "user").mkdir(parents=True)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.write_text(_SETTINGS, encoding="utf-8")
        (folder / "open.fods").write_text(_DOCUMENT, encoding="utf-8")
        return folder

    @property
    def profile(self) -> str:
        return f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"

    def keep_running(self) -> None:
        """Start it unless it runs; without it each conversion starts LibreOffice anew."""
        if os.name != "posix" or (self._process and self._process.poll() is None):
            return
        opened = self._folder / ".~lock.open.fods#"
        opened.unlink(missing_ok=True)
        command = [OFFICE, self.profile, "--headless", "--norestore", "--nologo"]
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "sh", *command, str(self._folder / "open.fods")],
            stdin=subprocess.PIPE,
            process_group=0,
        )
        until = time.monotonic() + _SECONDS_TO_START
        while not opened.exists() and time.monotonic() < until:
            time.sleep(0.02)

    @cached_property
    def program(self) -> Path:
        """A folder with a command ``soffice`` that hands its files to the running process."""
        folder = self._folder / "bin"
        folder.mkdir()
        (folder / "soffice").write_text(_HANDING_ON, encoding="utf-8")
        (folder / "soffice").chmod(0o755)
        return folder

    def stop(self) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()
            self._process.wait(_SECONDS_TO_START)
        if "_folder" in self.__dict__:
            shutil.rmtree(self._folder, ignore_errors=True)


_office = _Office()


def stop() -> None:
    """End the process, for the end of a session."""
    global _office  # noqa: PLW0603  (one process of tests has one)
    _office.stop()
    _office = _Office()


def convert(wanted: str, paths: Iterable[Path], folder: Path) -> None:
    """Save the files in another format into the folder; ``wanted`` may name a filter behind it."""
    _office.keep_running()
    subprocess.run(
        [OFFICE, _office.profile, "--headless", "--convert-to", wanted, "--outdir", folder, *paths],
        check=True,
        capture_output=True,
        timeout=_SECONDS_AT_MOST,
    )


def saved_as(wanted: str, paths: Iterable[Path], folder: Path) -> list[Path]:
    """Return the files in another format, in a folder that is named after it."""
    made = folder / wanted.partition(":")[0]
    convert(wanted, paths, made)
    return sorted(made.iterdir()) if made.is_dir() else []


def recomputed(paths: Iterable[Path], folder: Path) -> list[Path]:
    """Return the workbooks with every formula computed anew, saved under their names."""
    if not OFFICE:
        pytest.skip(NO_OFFICE)
    paths = list(paths)
    convert(_XLSX, paths, folder)
    return [folder / path.name for path in paths]


def running(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a program that starts LibreOffice meets the running one."""
    if os.name != "posix":
        return {}
    _office.keep_running()
    return {
        "PATH": os.pathsep.join([str(_office.program), environ["PATH"]]),
        "XLFORM_TEST_OFFICE": OFFICE,
        "XLFORM_TEST_PROFILE": _office.profile,
    }
