"""Findings as the contract's JSON (``xlform.findings/1``)."""

from __future__ import annotations

from typing import Any

import msgspec

from xlform.checking.baseline import SCHEMA, Changes
from xlform.checking.runner import BatchResult, CheckResult
from xlform.model.findings import Finding
from xlform.model.submission import Submission

Plain = dict[str, Any]


def plain_findings(
    submission: Submission, checked: CheckResult, changes: Changes | None, settings: str = ""
) -> Plain:
    """Return findings as dictionaries, lists and strings, in the order of the JSON contract.

    With ``changes`` each finding has its ``state``, and earlier findings that are gone are listed
    under ``fixed``, or under ``unasked`` if their rule was not run. ``settings`` is the sentence on
    the project file that applies, left out where there is none.
    """
    plain: Plain = {
        "schema": SCHEMA,
        "source": msgspec.to_builtins(submission.source),
        "unit": submission.unit,
        "findings": [_plain_finding(finding, changes) for finding in checked.findings],
        "groups": msgspec.to_builtins(checked.groups),
        "not_asked": [msgspec.to_builtins(skipped) for skipped in checked.not_asked],
    }
    if settings:
        plain["settings"] = settings
    if changes:
        plain["fixed"] = msgspec.to_builtins(changes.fixed)
        plain["unasked"] = msgspec.to_builtins(changes.unasked)
    return plain


def batch_json(batch: BatchResult, changes: Changes | None = None) -> str:
    """Return the findings between the files of a batch as one line of JSON."""
    plain: Plain = {
        "schema": SCHEMA,
        "batch": list(batch.paths),
        "findings": [_plain_finding(finding, changes) for finding in batch.findings],
        "groups": msgspec.to_builtins(batch.groups),
        "not_asked": [msgspec.to_builtins(skipped) for skipped in batch.not_asked],
    }
    if changes:
        plain["fixed"] = msgspec.to_builtins(changes.fixed)
        plain["unasked"] = msgspec.to_builtins(changes.unasked)
    return msgspec.json.encode(plain).decode()


def findings_json(
    submission: Submission,
    checked: CheckResult,
    changes: Changes | None = None,
    *,
    indent: int = 0,
    settings: str = "",
) -> str:
    """Return findings as JSON text, on one line unless ``indent`` is given."""
    text = msgspec.json.encode(plain_findings(submission, checked, changes, settings))
    return (msgspec.json.format(text, indent=indent) if indent else text).decode()


def _plain_finding(finding: Finding, changes: Changes | None) -> Plain:
    plain: Plain = msgspec.to_builtins(finding)
    return {**plain, "state": changes.states[finding.id]} if changes else plain
