"""JSON Schema of the findings of a file (``xlform.findings/1``), made from the records."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from xlform.checking.baseline import SCHEMA, State
from xlform.model.findings import Finding, Group, NotAsked
from xlform.model.submission import Source


class _ReportedFinding(Finding, frozen=True):
    """Finding as it is written; ``state`` with an earlier check alone."""

    state: State | None = None


class _FileFindings(msgspec.Struct, frozen=True):
    """Findings of one file; ``fixed`` and ``unasked`` with an earlier check alone."""

    schema: Literal["xlform.findings/1"]
    source: Source
    unit: str
    findings: tuple[_ReportedFinding, ...]
    groups: tuple[Group, ...]
    not_asked: tuple[NotAsked, ...]
    fixed: tuple[Finding, ...] = ()
    unasked: tuple[Finding, ...] = ()


def findings_schema_text() -> str:
    """Return the JSON Schema (draft 2020-12) of the findings of a file as indented JSON."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(_FileFindings),
        "title": SCHEMA,
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode()
