"""One line per finding, for grep and editors: ``file:sheet!cell: severity CODE message``."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.messages import translate
from xlform.model.findings import Finding
from xlform.report.checked_file import CheckedBatch, CheckedFile, cell_location, shown_findings


def finding_lines(checked_file: CheckedFile, *, only_errors: bool = False) -> Iterator[str]:
    """Yield the findings of a file; severities are in English in every language."""
    for finding in shown_findings(checked_file.checked.findings, only_errors=only_errors):
        yield _line(checked_file.path, finding, checked_file.state(finding))


def batch_lines(checked_batch: CheckedBatch, *, only_errors: bool = False) -> Iterator[str]:
    """Yield the findings between files, each with the path of its file."""
    for finding in shown_findings(checked_batch.batch.findings, only_errors=only_errors):
        yield _line(checked_batch.batch.paths[finding.file], finding, checked_batch.state(finding))


def _line(path: str, finding: Finding, state: str) -> str:
    location = cell_location(finding.sheet, finding.cell)
    prefix = f"{path}:{location}" if location else path
    message = " ".join(finding.message.split())
    mark = f" [{translate(f'check.{state}')}]" if state else ""
    return f"{prefix}: {finding.severity} {finding.code} {message}{mark}"
