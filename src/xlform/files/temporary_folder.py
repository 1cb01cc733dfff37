"""Folder for files that do not outlive the run, below that of the system (TMPDIR).

Its name is that of an unfinished output: a folder of a run that was ended is removed by the next.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Final

from xlform.errors import FileProblem, system_reason
from xlform.files.unfinished import unfinished_path
from xlform.messages import translate

# Errors of SQLite by the beginning of their names; any other is one of the device.
_SQLITE: Final = {"SQLITE_FULL": "disk-full", "SQLITE_NOMEM": "no-memory"}


class TemporaryFolder(AbstractContextManager["TemporaryFolder"]):
    """Folder at ``path``, removed when closed; below ``parent`` where that is given.

    Raises :class:`~xlform.errors.FileProblem` where none can be made.
    """

    def __init__(self, parent: Path | None = None) -> None:
        place = parent or _system_folder()
        self.path = unfinished_path(place / "xlform")
        try:
            self.path.mkdir(0o700)
        except OSError as error:
            raise no_temporary_file(error, place) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder; what can't be removed now the next run removes."""
        shutil.rmtree(self.path, ignore_errors=True)


def no_temporary_file(error: BaseException, place: Path | None = None) -> FileProblem:
    """Return the problem of a temporary file that the system, or SQLite, refused to write."""
    name = getattr(error, "sqlite_errorname", "")
    if name:
        found = (reason for start, reason in _SQLITE.items() if name.startswith(start))
        reason = translate(f"system.{next(found, 'device-error')}")
    else:
        reason = system_reason(error)
    return FileProblem("no-temporary-file", path=str(place or _named_folder()), reason=reason)


def _system_folder() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:  # no folder of the system's can be written to
        raise no_temporary_file(error, _named_folder()) from error


def _named_folder() -> Path:
    """Return the folder of temporary files that the environment names, whether it is usable."""
    names = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return Path(next(filter(None, names), tempfile.tempdir or "/tmp"))  # noqa: S108  (only named)
