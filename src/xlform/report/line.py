"""One line a finding, for grep and for editors: ``file:sheet!cell: severity CODE message``."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.messages import say
from xlform.report.case import Case, place_of


def finding_lines(case: Case) -> Iterator[str]:
    """The findings of a file; the words for severities are the same in every language."""
    for finding in case.checked.findings:
        place = place_of(finding.sheet, finding.cell)
        where = f"{case.path}:{place}" if place else case.path
        message = " ".join(finding.message.split())
        state = case.state(finding)
        mark = f" [{say(f'check.{state}')}]" if state else ""
        yield f"{where}: {finding.severity} {finding.code} {message}{mark}"
