"""One line a finding, for grep and for editors: ``file:sheet!cell: severity CODE message``."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.messages import translate
from xlform.model.findings import Finding
from xlform.report.case import BatchCase, Case, place_of


def finding_lines(case: Case) -> Iterator[str]:
    """The findings of a file; the words for severities are the same in every language."""
    for finding in case.checked.findings:
        yield _line(case.path, finding, case.state(finding))


def batch_lines(case: BatchCase) -> Iterator[str]:
    """The findings between files, each with the path of its file."""
    for finding in case.batch.findings:
        yield _line(case.batch.paths[finding.file], finding, case.state(finding))


def _line(path: str, finding: Finding, state: str) -> str:
    place = place_of(finding.sheet, finding.cell)
    where = f"{path}:{place}" if place else path
    message = " ".join(finding.message.split())
    mark = f" [{translate(f'check.{state}')}]" if state else ""
    return f"{where}: {finding.severity} {finding.code} {message}{mark}"
