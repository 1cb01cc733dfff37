"""The district as a whole: status of the units, the forms that count, totals held together."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.checking.roster import Roster
from xlform.rules.context import RuleContext
from xlform.summary.kinds import Kind, kinds_of
from xlform.summary.paper_copies import is_paper
from xlform.summary.spool import Spool
from xlform.summary.spooled_file import SpooledFile
from xlform.summary.sums import Sums, add_up
from xlform.summary.unit_status import (
    SubmissionStatus,
    UnreadableFile,
    prevailing_year,
    submission_status,
    unreadable_files,
)
from xlform.summary.versions import Latest, Version, ranking


class District(msgspec.Struct, frozen=True):
    """Results over all submissions; ``listed`` where there is a roster of units.

    ``kinds`` are the kinds of the forms that count, by name in the order of the summary;
    ``known_kinds`` those of all templates; ``settings_note`` is the sentence on the project file.
    """

    status: SubmissionStatus
    sums: Sums
    listed: bool = False
    kinds: Mapping[str, Kind] = {}
    known_kinds: Mapping[str, Kind] = {}
    settings_note: str = ""

    def short_name(self, kind: str) -> str:
        """Return the short name of a kind of form."""
        found = self.kinds.get(kind) or self.known_kinds.get(kind)
        return found.short if found else kind


def evaluate_district(
    spool: Spool,
    context: RuleContext,
    *,
    roster: Roster | None = None,
    year: int | None = None,
    latest: Latest = "name",
    given: Mapping[str, int] | None = None,
) -> District:
    """Evaluate an arranged spool, and arrange it again by the units' common names.

    Forms of other years than ``year`` (by default that of most units) don't count, nor those that
    a later file of their unit replaces: the later by ``latest``, for which ``given`` has the
    positions of paths on the command line.
    """
    # By their names nearly all files are versions like any other: paper alone is not.
    versions = {
        file.path: Version(file.modified, (given or {}).get(file.path, 0), file.kind)
        for file in spool.files()
        if not file.problem and (latest != "name" or is_paper(file.kind))
    }
    batch_index = spool.batch_index()
    year = prevailing_year(batch_index, context) if year is None else year
    rank = ranking(latest, versions, context)
    unreadable = list[UnreadableFile]()
    if any(map(_problem_code, spool.files())):
        unreadable = unreadable_files((file.path, _problem_code(file)) for file in spool.files())
    status = submission_status(batch_index, context, rank, roster, year, unreadable)
    templates = context.templates
    sums = add_up(batch_index, status.units, status.selection, templates)
    spool.arrange(status.units)
    counting = [templates[name] for name in sums.templates]
    kinds, known = kinds_of(counting), kinds_of(templates.values())
    note = context.settings_note
    context.forget()
    return District(status, sums, roster is not None, kinds, known, note)


def _problem_code(file: SpooledFile) -> str:
    """Return the code of the problem of a file that was meant as a submission; "" for others."""
    if not file.problem or not file.is_meant:
        return ""
    return file.code or "unreadable"
