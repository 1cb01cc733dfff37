"""What changed since an earlier check: findings that are new, that stand, that are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from xlform.checking.runner import BatchResult, CheckResult
from xlform.errors import XlformError
from xlform.model.findings import BatchFinding, Finding, NotAsked
from xlform.model.submission import Source, Submission

SCHEMA = "xlform.findings/1"
State = Literal["new", "kept"]


class BaselineProblem(XlformError):
    """An earlier check that can't be compared with; ``path`` among the details."""


class Earlier(msgspec.Struct, frozen=True):
    """The findings of one file as an earlier check wrote them."""

    source: Source
    findings: tuple[Finding, ...]
    schema: str = ""
    unit: str = ""


class EarlierBatch(msgspec.Struct, frozen=True):
    """What an earlier check found between the files of a batch."""

    batch: tuple[str, ...]
    findings: tuple[BatchFinding, ...]
    schema: str = ""


class _Head(msgspec.Struct, frozen=True):
    """What tells one sort of object from the other."""

    batch: tuple[str, ...] | None = None


class Changes(msgspec.Struct, frozen=True):
    """How a check differs from an earlier one.

    ``states`` is by the id of a present finding. ``fixed`` are earlier findings that are gone;
    those whose rule gave no answer this time are ``unasked`` instead: not asked is not fixed.
    """

    states: dict[str, State]
    fixed: tuple[Finding, ...] = ()
    unasked: tuple[Finding, ...] = ()


def read_earlier(path: Path) -> tuple[Earlier, ...]:
    """What ``xlform check --format json`` wrote: one object, or one a line, a batch's left out.

    Raises :class:`BaselineProblem` for what is none of that.
    """
    return tuple(one for one in _read(path) if isinstance(one, Earlier))


def read_earlier_batch(path: Path) -> tuple[BatchFinding, ...]:
    """What the same file holds on the files of a batch; raises likewise."""
    batches = (one for one in _read(path) if isinstance(one, EarlierBatch))
    return tuple(finding for one in batches for finding in one.findings)


def _read(path: Path) -> list[Earlier | EarlierBatch]:
    try:
        data = path.read_bytes()
        found = _decoded(data)
    except OSError as reason:
        fault = reason.strerror or str(reason)
        raise BaselineProblem("since", path=path, fault=fault) from reason
    except msgspec.MsgspecError as fault:
        raise BaselineProblem("since", path=path, fault=fault) from fault
    if not found or any(one.schema != SCHEMA for one in found):
        raise BaselineProblem("since-schema", path=path, schema=SCHEMA)
    return found


def _decoded(data: bytes) -> list[Earlier | EarlierBatch]:
    """One object, whatever its lines; else an object a line."""
    try:
        return [_object(data)]
    except msgspec.DecodeError as fault:
        if isinstance(fault, msgspec.ValidationError) or b"\n" not in data.strip():
            raise
        return [_object(line) for line in data.splitlines() if line.strip()]


def _object(text: bytes) -> Earlier | EarlierBatch:
    if msgspec.json.decode(text, type=_Head).batch is None:
        return msgspec.json.decode(text, type=Earlier)
    return msgspec.json.decode(text, type=EarlierBatch)


def earlier_of(submission: Submission, earlier: Sequence[Earlier]) -> Earlier | None:
    """The earlier check of the same unit; of the same file name where only one bears it.

    Units send again under other names (最终版), and many call their files alike.
    """
    name, unit = submission.source.name, submission.unit
    of_unit = [one for one in earlier if unit and one.unit == unit]
    named = [one for one in earlier if one.source.name == name]
    both = [one for one in named if one in of_unit]
    return next(iter(both or of_unit or (named if len(named) == 1 else [])), None)


def compare(earlier: Iterable[Finding], checked: CheckResult | BatchResult) -> Changes:
    """Each finding beside the earlier one it stands for.

    The very same comes first, then the same words on the same sheet (rows moved), then the same
    id (words or numbers changed).
    """
    left = list(earlier)
    kept: set[str] = set()
    for same in (_same, _moved, _named):
        for finding in checked.findings:
            before = None if finding.id in kept else _first(left, same(finding))
            if before is not None:
                left.remove(before)
                kept.add(finding.id)
    states: dict[str, State] = {
        finding.id: "kept" if finding.id in kept else "new" for finding in checked.findings
    }
    unasked = [finding for finding in left if _unasked(finding, checked.not_asked)]
    fixed = [finding for finding in left if finding not in unasked]
    return Changes(states, tuple(fixed), tuple(unasked))


Same = Callable[[Finding], bool]


def _first(findings: list[Finding], same: Same) -> Finding | None:
    return next((finding for finding in findings if same(finding)), None)


def _same(now: Finding) -> Same:
    return lambda old: (old.id, old.message) == (now.id, now.message)


def _moved(now: Finding) -> Same:
    return lambda old: (old.code, old.sheet, old.message) == (now.code, now.sheet, now.message)


def _named(now: Finding) -> Same:
    return lambda old: old.id == now.id


def _unasked(finding: Finding, not_asked: Iterable[NotAsked]) -> bool:
    return any(
        one.code == finding.code
        and one.sheet in ("", finding.sheet)
        and one.cell in ("", finding.cell)
        for one in not_asked
    )
