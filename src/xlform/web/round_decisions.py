"""Decisions of a clerk on the files of a round: fixes applied, findings that are no fault.

Accepted findings are kept as the lines of a project file, ``xlform.toml``, which the clerk can
download; with a folder of the disk they are added to the one beside that folder too.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from xlform.checking.settings_trust import distrust
from xlform.errors import XlformError
from xlform.files.output import atomic_path
from xlform.web.submission_view import Decisions

SETTINGS: Final = "xlform.toml"
_FINDINGS_AT_MOST: Final = 5_000


class AcceptedFinding(msgspec.Struct, frozen=True):
    """A finding accepted in this round: its file, its id, its rule and place, and its lines.

    ``place`` is "" for the whole file.
    What it says is not kept: a page says it in its own language.
    """

    file_id: str
    finding: str
    rule: str
    place: str
    toml: str


class RoundDecisions:
    """Decisions of a round; ``folder`` is its private one. May be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._fixes: dict[str, tuple[str, ...]] = {}
        self._accepted: list[AcceptedFinding] = []

    def of_file(self, file_id: str) -> Decisions:
        """Return the decisions that change what is read from a file."""
        with self._lock:
            return Decisions(self._fixes.get(file_id, ()), self.accepted_toml())

    def apply(self, file_id: str, findings: Iterable[str]) -> None:
        """Add the fixes of findings to those applied to a file."""
        with self._lock:
            before = self._fixes.get(file_id, ())
            wanted = dict.fromkeys((*before, *findings))
            self._fixes[file_id] = tuple(wanted)[:_FINDINGS_AT_MOST]

    def undo(self, file_id: str, finding: str) -> None:
        """Take back the fix of a finding; "" for all fixes of the file."""
        with self._lock:
            before = self._fixes.get(file_id, ())
            self._fixes[file_id] = tuple(one for one in before if finding and one != finding)

    def accepted(self, file_id: str) -> list[AcceptedFinding]:
        """Return the findings of a file that were accepted in this round."""
        with self._lock:
            return [one for one in self._accepted if one.file_id == file_id]

    def accept(self, accepted: AcceptedFinding) -> None:
        """Keep an accepted finding, in place of the same accepted before."""
        with self._lock:
            key = accepted.file_id, accepted.finding
            kept = [one for one in self._accepted if (one.file_id, one.finding) != key]
            self._accepted = [*kept, accepted][-_FINDINGS_AT_MOST:]
            self._keep()

    def restore(self, file_id: str, finding: str) -> AcceptedFinding | None:
        """Report an accepted finding again; return it, ``None`` if nobody accepted it here."""
        with self._lock:
            found = [one for one in self.accepted(file_id) if one.finding == finding]
            self._accepted = [one for one in self._accepted if one not in found]
            self._keep()
        return found[0] if found else None

    def forget(self, file_id: str) -> None:
        """Forget what was decided on a file that is removed; reasons given stay in the settings."""
        with self._lock:
            self._fixes.pop(file_id, None)

    def accepted_toml(self) -> str:
        """Return the part of a project file that holds the accepted findings."""
        with self._lock:
            return "\n".join(one.toml for one in self._accepted)

    def _keep(self) -> None:
        (self._folder / SETTINGS).write_text(self.accepted_toml(), encoding="utf-8")


def settings_text(config: Path | None, accepted: str) -> str:
    """Return a project file with what the one of the server says and the accepted findings."""
    text = config.read_text(encoding="utf-8-sig") if config and config.is_file() else ""
    return _joined(text, accepted)


def write_settings(path: Path, *, add: str = "", remove: str = "") -> bool:
    """Add lines to a project file, or remove lines added before; return whether it is written.

    A file that is no TOML, that others may have put there, or that can't be written, stays as it
    is.
    """
    if path.exists() and distrust(path):
        return False
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        after = _joined(before.replace(remove, "") if remove else before, add)
        tomllib.loads(after)
        if after != before:
            with atomic_path(path, force=True) as unfinished:
                unfinished.write_text(after, encoding="utf-8")
    except (OSError, ValueError, XlformError):
        return False
    return True


def _joined(text: str, added: str) -> str:
    if not added or added in text:
        return text
    return f"{text.rstrip()}\n\n{added}" if text.strip() else added
