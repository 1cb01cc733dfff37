"""The ledger 台账 of a review: each unit with its state, its round and its findings, as JSON.

It is what a later round is compared with, so it is written whole or not at all, and a damaged one
stops the review before anything is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from xlform.errors import XlformError, system_reason
from xlform.files.output import atomic_path
from xlform.model.findings import Finding, Severity
from xlform.model.regular_file import regular_bytes
from xlform.rules.concerns import needs_answer

SCHEMA: Final = "xlform.ledger/1"
UnitState = Literal["absent", "unreadable", "returned", "passed"]
UNIT_STATES: Final[tuple[UnitState, ...]] = ("returned", "passed", "unreadable", "absent")
FileState = Literal["counts", "replaced", "paper", "other-year", "unreadable"]


class LedgerProblem(XlformError):
    """A ledger that can't be read; ``path`` is among the details."""


class ReviewedFinding(msgspec.Struct, frozen=True, array_like=True):
    """A finding as the ledger keeps it: enough to recognize it in the next round."""

    code: str
    name: str
    severity: Severity
    message: str
    sheet: str
    cell: str
    id: str

    def finding(self) -> Finding:
        """Return it as a finding without its figures and without a fix."""
        return Finding(
            self.code, self.name, self.severity, self.message, self.sheet, self.cell, id=self.id
        )


class ReviewedFile(msgspec.Struct, frozen=True):
    """A file of a unit.

    ``path`` is that below the folder reviewed; ``modified`` in nanoseconds since 1970, 0 where
    unknown; ``because`` says why it does not count or could not be read; ``late`` that it was
    changed after the deadline.
    """

    path: str
    state: FileState
    sha256: str = ""
    size: int = 0
    modified: int = 0
    because: str = ""
    late: bool = False


class ReviewedUnit(msgspec.Struct, frozen=True):
    """Entry of a unit.

    ``state`` is ``returned`` where something must be corrected or explained. ``round`` counts the
    versions of the unit that were reviewed. ``must`` and ``explain`` are the items of its letter to
    correct and to explain, each with all its places; ``errors`` and ``warnings`` the findings of
    the present version; ``fixed``, ``open`` and ``new`` compare it with the one of the round
    before, and are 0 in the first. ``missing`` are names of forms that were not handed in.
    ``folder`` holds its papers, ``documents`` their names with the SHA-256 each was written with.
    ``findings`` are the present ones and ``earlier`` those of the round before, errors and warnings
    alone. ``key`` is a hash of everything that the papers depend on.
    """

    unit: str
    state: UnitState
    because: str = ""
    files: tuple[ReviewedFile, ...] = ()
    must: int = 0
    explain: int = 0
    errors: int = 0
    warnings: int = 0
    fixed: int = 0
    open: int = 0
    new: int = 0
    round: int = 0
    code: str = ""
    responsible: str = ""
    listed: bool = True
    missing: tuple[str, ...] = ()
    folder: str = ""
    documents: dict[str, str] = {}
    problems: tuple[str, ...] = ()
    findings: tuple[ReviewedFinding, ...] = ()
    earlier: tuple[ReviewedFinding, ...] | None = None
    key: str = ""

    @property
    def hashes(self) -> tuple[str, ...]:
        """Return the hashes of the files that count, sorted: they tell one version from another."""
        return tuple(sorted(file.sha256 for file in self.files if file.state == "counts"))

    @property
    def late(self) -> bool:
        """Return True if a file that counts was changed after the deadline."""
        return any(file.late for file in self.files if file.state == "counts")


class Ledger(msgspec.Struct, frozen=True):
    """All units of a review in the order of the roster, else by name."""

    units: tuple[ReviewedUnit, ...] = ()
    schema: str = SCHEMA

    @property
    def round(self) -> int:
        """Return the number of rounds: that of the unit reviewed most often."""
        return max((unit.round for unit in self.units), default=0)

    def of_unit(self, name: str) -> ReviewedUnit | None:
        """Return the entry of a unit; ``None`` if there is none."""
        return next((unit for unit in self.units if unit.unit == name), None)

    def count(self, state: UnitState) -> int:
        """Return the number of units in that state."""
        return sum(unit.state == state for unit in self.units)


_decoder: Final = msgspec.json.Decoder(Ledger)


def read_ledger(path: Path) -> Ledger | None:
    """Return the ledger at a path; ``None`` if there is none.

    Raises :class:`LedgerProblem` for one that can't be read, and for another file of that name.
    """
    try:
        ledger = _decoder.decode(regular_bytes(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LedgerProblem("ledger", path=path, fault=system_reason(error)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LedgerProblem("ledger", path=path, fault=error) from error
    if ledger.schema != SCHEMA:
        raise LedgerProblem("ledger-schema", path=path, schema=SCHEMA, seen=ledger.schema)
    return ledger


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write the ledger in place of the earlier one."""
    plain: dict[str, Any] = {"schema": SCHEMA} | msgspec.to_builtins(ledger)
    with atomic_path(path) as unfinished:
        unfinished.write_bytes(msgspec.json.encode(plain))


def status_json(ledger: Ledger, *, indent: int = 0) -> str:
    """Return the ledger as ``xlform status --format json`` prints it, without the findings."""
    plain = {
        "schema": SCHEMA,
        "round": ledger.round,
        "units": [_status(unit) for unit in ledger.units],
    }
    return msgspec.json.format(msgspec.json.encode(plain), indent=indent).decode()


def _status(unit: ReviewedUnit) -> dict[str, Any]:
    names = (
        "unit",
        "state",
        "because",
        "must",
        "explain",
        "errors",
        "warnings",
        "fixed",
        "open",
        "new",
        "round",
    )
    of_unit = ("code", "responsible", "listed", "missing", "folder", "late", "problems")
    return {name: getattr(unit, name) for name in names} | {
        "files": [file.path for file in unit.files if file.state in ("counts", "unreadable")],
        "replaced": [file.path for file in unit.files if file.state == "replaced"],
        "paper": [file.path for file in unit.files if file.state == "paper"],
        "documents": list(unit.documents),
        **{name: getattr(unit, name) for name in of_unit},
    }


def kept_findings(findings: Iterable[Finding]) -> tuple[ReviewedFinding, ...]:
    """Return the findings that a unit has to answer, as the ledger keeps them."""
    return tuple(
        ReviewedFinding(
            finding.code,
            finding.name,
            finding.severity,
            finding.message,
            finding.sheet,
            finding.cell,
            finding.id,
        )
        for finding in findings
        if needs_answer(finding)
    )
