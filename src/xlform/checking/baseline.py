"""Comparison with an earlier check: findings that are new, unchanged or gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from xlform.checking.runner import BatchResult, CheckResult
from xlform.errors import XlformError, system_reason
from xlform.model.findings import BatchFinding, Finding, NotAsked
from xlform.model.regular_file import regular_bytes
from xlform.model.submission import Source, Submission
from xlform.rules.concerns import needs_answer

SCHEMA = "xlform.findings/1"
State = Literal["new", "kept"]


class BaselineProblem(XlformError):
    """Output of an earlier check that can't be used; ``path`` is among the details."""


class EarlierCheck(msgspec.Struct, frozen=True):
    """Findings of one file as an earlier check wrote them."""

    source: Source
    findings: tuple[Finding, ...]
    schema: str = ""
    unit: str = ""


class EarlierBatch(msgspec.Struct, frozen=True):
    """Findings between the files of a batch as an earlier check wrote them."""

    batch: tuple[str, ...]
    findings: tuple[BatchFinding, ...]
    schema: str = ""


class _ObjectKind(msgspec.Struct, frozen=True):
    """The one field that distinguishes the object of a batch from that of a file."""

    batch: tuple[str, ...] | None = None


class Changes(msgspec.Struct, frozen=True):
    """Differences between a check and an earlier one.

    ``states`` maps the id of each present finding to its state. ``fixed`` holds earlier findings
    that are gone; those whose rule was not run this time are in ``unasked`` instead, because a
    rule that was not run proves nothing. ``answered`` are the ids of the present findings that must
    be corrected or explained; ``first``: there was no earlier check of this submission.
    """

    states: dict[str, State]
    fixed: tuple[Finding, ...] = ()
    unasked: tuple[Finding, ...] = ()
    answered: frozenset[str] = frozenset()
    first: bool = False

    def count(self, state: State) -> int:
        """Return the number of present findings of a state that need an answer."""
        return sum(state == found and one in self.answered for one, found in self.states.items())


def read_earlier(path: Path) -> tuple[EarlierCheck, ...]:
    """Read the output of ``xlform check --format json``: one object, or one per line.

    Objects on a whole batch are left out. Raises :class:`BaselineProblem` for any other content.
    """
    return tuple(check for check in _read_checks(path) if isinstance(check, EarlierCheck))


def read_earlier_batch_findings(path: Path) -> tuple[BatchFinding, ...]:
    """Read the findings between the files of a batch; raises as :func:`read_earlier` does."""
    batches = (batch for batch in _read_checks(path) if isinstance(batch, EarlierBatch))
    return tuple(finding for batch in batches for finding in batch.findings)


def _read_checks(path: Path) -> list[EarlierCheck | EarlierBatch]:
    try:
        data = regular_bytes(path)
        found = _decode(data)
    except OSError as reason:
        fault = system_reason(reason)
        raise BaselineProblem("since", path=path, fault=fault) from reason
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise BaselineProblem("since", path=path, fault=fault) from fault
    if not found or any(check.schema != SCHEMA for check in found):
        raise BaselineProblem("since-schema", path=path, schema=SCHEMA)
    return found


def _decode(data: bytes) -> list[EarlierCheck | EarlierBatch]:
    """Decode one object of any number of lines, else one object per line."""
    try:
        return [_decode_object(data)]
    except msgspec.DecodeError as fault:
        if isinstance(fault, msgspec.ValidationError) or b"\n" not in data.strip():
            raise
        return [_decode_object(line) for line in data.splitlines() if line.strip()]


def _decode_object(text: bytes) -> EarlierCheck | EarlierBatch:
    if msgspec.json.decode(text, type=_ObjectKind).batch is None:
        return msgspec.json.decode(text, type=EarlierCheck)
    return msgspec.json.decode(text, type=EarlierBatch)


def earlier_check_of(
    submission: Submission, earlier: Sequence[EarlierCheck]
) -> EarlierCheck | None:
    """Return the earlier check of the same unit, else of the file name if only one has it.

    Units send files again under other names (最终版), and many units name their files alike.
    """
    name, unit = submission.source.name, submission.unit
    of_unit = [check for check in earlier if unit and check.unit == unit]
    named = [check for check in earlier if check.source.name == name]
    both = [check for check in named if check in of_unit]
    return next(iter(both or of_unit or (named if len(named) == 1 else [])), None)


def compare(earlier: Iterable[Finding], checked: CheckResult | BatchResult) -> Changes:
    """Match each finding with the earlier one it repeats.

    Identical findings are matched first, then the same message on the same sheet (rows moved),
    then the same id (words or numbers changed).
    """
    unmatched = list(earlier)
    kept: set[str] = set()
    for matches in (_identical, _same_sheet_and_message, _same_id):
        for finding in checked.findings:
            before = None if finding.id in kept else _first_match(unmatched, matches(finding))
            if before is not None:
                unmatched.remove(before)
                kept.add(finding.id)
    states: dict[str, State] = {
        finding.id: "kept" if finding.id in kept else "new" for finding in checked.findings
    }
    unasked = [finding for finding in unmatched if _not_asked_now(finding, checked.not_asked)]
    fixed = [finding for finding in unmatched if finding not in unasked]
    answered = frozenset(finding.id for finding in checked.findings if needs_answer(finding))
    return Changes(states, tuple(fixed), tuple(unasked), answered)


Matcher = Callable[[Finding], bool]


def _first_match(findings: list[Finding], matches: Matcher) -> Finding | None:
    return next((finding for finding in findings if matches(finding)), None)


def _identical(now: Finding) -> Matcher:
    return lambda old: (old.id, old.message) == (now.id, now.message)


def _same_sheet_and_message(now: Finding) -> Matcher:
    return lambda old: (old.code, old.sheet, old.message) == (now.code, now.sheet, now.message)


def _same_id(now: Finding) -> Matcher:
    return lambda old: old.id == now.id


def _not_asked_now(finding: Finding, not_asked: Iterable[NotAsked]) -> bool:
    return any(
        skipped.code == finding.code
        and skipped.sheet in ("", finding.sheet)
        and skipped.cell in ("", finding.cell)
        for skipped in not_asked
    )
