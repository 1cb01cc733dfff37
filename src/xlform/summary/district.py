"""The district as a whole: who has handed in, which forms count, whether the figures add up."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.checking.roster import Roster
from xlform.rules.context import RuleContext
from xlform.summary.spool import Spool
from xlform.summary.standing import Attendance, attendance, prevailing_year
from xlform.summary.sums import Sums, add_up
from xlform.summary.versions import Latest, Version, ranking


class District(msgspec.Struct, frozen=True):
    """What is told of all submissions together; ``listed`` where there is a roster of units."""

    attendance: Attendance
    sums: Sums
    listed: bool = False


def reckoned(
    spool: Spool,
    context: RuleContext,
    *,
    roster: Roster | None = None,
    year: int | None = None,
    latest: Latest = "name",
    given: Mapping[str, int] | None = None,
) -> District:
    """Reckon a spool that is arranged, and arrange it again by the units' common names.

    Forms of other years than ``year`` (that of most units unless told) don't count, nor those that
    a later file of their unit replaces: the later by ``latest``, for which ``given`` has the places
    of paths on the command line.
    """
    versions = {
        one.path: Version(one.modified, (given or {}).get(one.path, 0))
        for one in spool.files()
        if not one.problem
    }
    batch_index = spool.batch_index()
    year = prevailing_year(batch_index, context) if year is None else year
    found = attendance(batch_index, context, ranking(latest, versions, context), roster, year)
    sums = add_up(batch_index, found.units, found.choice)
    spool.arrange(found.units)
    return District(found, sums, roster is not None)
