"""Folder for uploads: readable by this user alone, removed at the end or at the next start."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from xlform.errors import FileProblem, system_reason
from xlform.files.unfinished import remove_dead, unfinished_path


class PrivateFolder:
    """Folder with the permissions 0700, whose name tells the process it belongs to.

    With ``keep`` it is made below that folder and stays; otherwise it is in the system's folder for
    temporary files, and one that a killed process has left there is removed first. Raises
    :class:`~xlform.errors.FileProblem` where it can't be made.
    """

    def __init__(self, keep: Path | None = None) -> None:
        self.is_kept = keep is not None
        parent = keep or Path(tempfile.gettempdir())
        try:
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                self.path = Path(tempfile.mkdtemp(prefix="xlform-", dir=keep))
                return
            remove_dead(parent)
            self.path = unfinished_path(parent / "serve")
            self.path.mkdir(mode=0o700)
        except OSError as error:
            reason = system_reason(error)
            raise FileProblem("unwritable", path=str(parent), reason=reason) from error

    def close(self) -> None:
        """Remove the folder and all in it, unless it is kept."""
        if not self.is_kept:
            with suppress(OSError):
                shutil.rmtree(self.path)
