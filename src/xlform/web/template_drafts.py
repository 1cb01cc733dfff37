"""Templates that a clerk is making of blanks: the blank of each, and what was corrected on it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Final

import msgspec

from xlform.files.input_file import InputFile
from xlform.learning.corrections import NO_CORRECTIONS, Corrections

DRAFTS_AT_MOST: Final = 20
# Steps that can be undone.
_STEPS_AT_MOST: Final = 200


class TemplateDraft(msgspec.Struct, frozen=True):
    """Blank uploaded to make templates of: one of each of its sheets.

    ``name`` is the one it has outside, ``blank`` the workbook (.xlsx), ``stored`` the bytes it
    takes. ``filled`` is the file it was tried on.
    """

    id: str
    name: str
    blank: InputFile
    sheets: tuple[str, ...]
    stored: int = 0
    filled: InputFile | None = None

    def sheet(self, wanted: str) -> str:
        """Return a sheet's name, by default the first one's; "" for one it does not have."""
        return wanted if wanted in self.sheets else "" if wanted else self.sheets[0]


class TemplateDrafts:
    """The drafts of a round. May be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drafts: dict[str, TemplateDraft] = {}
        self._steps: dict[tuple[str, str], list[Corrections]] = {}
        self._saved: dict[tuple[str, str], str] = {}

    def all(self) -> Iterable[TemplateDraft]:
        """Return the drafts in the order in which they came."""
        with self._lock:
            return list(self._drafts.values())

    def get(self, draft_id: str) -> TemplateDraft | None:
        """Return the draft of an id; ``None`` for one the round does not have."""
        with self._lock:
            return self._drafts.get(draft_id)

    def put(self, draft: TemplateDraft) -> bool:
        """Add a draft, or replace the one of its id; return False where there are too many."""
        with self._lock:
            if draft.id not in self._drafts and len(self._drafts) >= DRAFTS_AT_MOST:
                return False
            self._drafts[draft.id] = draft
            return True

    def remove(self, draft_id: str) -> TemplateDraft | None:
        """Remove a draft and return it; ``None`` for one that is not there."""
        with self._lock:
            for kept in (self._steps, self._saved):
                for key in [key for key in kept if key[0] == draft_id]:
                    del kept[key]
            return self._drafts.pop(draft_id, None)

    def corrections(self, draft_id: str, sheet: str) -> Corrections:
        """Return what has been corrected on a sheet."""
        with self._lock:
            steps = self._steps.get((draft_id, sheet), [])
            return steps[-1] if steps else NO_CORRECTIONS

    def steps(self, draft_id: str, sheet: str) -> int:
        """Return the number of corrections of a sheet that can be undone."""
        with self._lock:
            return len(self._steps.get((draft_id, sheet), ()))

    def correct(self, draft_id: str, sheet: str, corrections: Corrections) -> None:
        """Take over corrections as a step that can be undone."""
        with self._lock:
            if draft_id in self._drafts:
                steps = self._steps.setdefault((draft_id, sheet), [])
                steps.append(corrections)
                del steps[:-_STEPS_AT_MOST]

    def undo(self, draft_id: str, sheet: str) -> None:
        """Take back the last correction of a sheet."""
        with self._lock:
            steps = self._steps.get((draft_id, sheet))
            if steps:
                steps.pop()

    def saved_as(self, draft_id: str, sheet: str) -> str:
        """Return the name under which a sheet's template was saved, "" if it was not."""
        with self._lock:
            return self._saved.get((draft_id, sheet), "")

    def set_saved(self, draft_id: str, sheet: str, name: str) -> None:
        """Remember the name under which a sheet's template was saved."""
        with self._lock:
            self._saved[draft_id, sheet] = name
