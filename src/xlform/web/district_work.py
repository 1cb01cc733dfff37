"""The district of a round, from the records of its files, in a worker process.

The files are not read again: a record holds what the summary needs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.checking.roster import Roster, read_roster
from xlform.errors import FileProblem, XlformError
from xlform.files.input_file import FileInfo, InputFile
from xlform.messages import translate
from xlform.review.ledger import Ledger, ReviewedUnit, UnitState
from xlform.review.units import SubmittedUnit, submitted_units
from xlform.summary.collect import check_batch
from xlform.summary.district import District, evaluate_district
from xlform.summary.layout import layouts
from xlform.summary.record import decoded, failed_record
from xlform.summary.spool import Spool
from xlform.web.district_figures import district_view
from xlform.web.district_view import DistrictView, ReadRecord
from xlform.web.submission_view import Download

if TYPE_CHECKING:
    from xlform.web.work import Desk

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_encoder: Final = msgspec.msgpack.Encoder()
_records: Final = msgspec.msgpack.Decoder(tuple[ReadRecord, ...])


class Counted(msgspec.Struct, frozen=True):
    """The records of a round in a spool, evaluated; ``ids`` are the files' ids by their path."""

    spool: Spool
    district: District
    roster: Roster | None
    ids: dict[str, str]
    problem: str = ""


def show(desk: Desk, _file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.DistrictView` of a round, encoded.

    The arguments are its records, the path of its roster ("" for none), the year (0 for that of
    most units) and the name under which the roster was sent.
    """
    with _counted(desk, arguments, as_listed=True) as counted:
        if counted is None:
            return _encoder.encode(DistrictView())
        view = district_view(desk, counted.spool, counted.district, counted.ids)
        return _encoder.encode(msgspec.structs.replace(view, problem=counted.problem))


def make_summary(desk: Desk, _file: InputFile, *arguments: object) -> bytes:
    """Return 汇总.xlsx as a :class:`.Download`, encoded; arguments as of :func:`show`."""
    from xlform.summary.workbook.book import write_summary  # noqa: PLC0415  (for this file only)

    with _counted(desk, arguments) as counted:
        if counted is None:
            raise FileProblem("nothing-counted", path=_name("summary"), files=0, failed=0)
        known = layouts(tuple(desk.templates.values()))

        def write(path: Path) -> None:
            write_summary(path, counted.spool, known, counted.district, linked=False)

        return _download("summary", write)


def make_ledger(desk: Desk, _file: InputFile, *arguments: object) -> bytes:
    """Return 台账.xlsx as a :class:`.Download`, encoded; arguments as of :func:`show`."""
    from xlform.review.ledger_workbook import write_ledger_workbook  # noqa: PLC0415  (as above)

    with _counted(desk, arguments, as_listed=True) as counted:
        if counted is None:
            raise FileProblem("nothing-counted", path=_name("ledger"), files=0, failed=0)
        spooled = list(counted.spool.files())
        units = submitted_units(
            spooled, counted.district.status, desk.checker.context, counted.roster
        )
        errors = {file.path: (file.errors, file.warnings) for file in spooled}
        ledger = Ledger(tuple(_entry(unit, errors) for unit in units))
        return _download("ledger", lambda path: write_ledger_workbook(path, ledger))


def _entry(unit: SubmittedUnit, counts: dict[str, tuple[int, int]]) -> ReviewedUnit:
    """Return the entry of a unit in the ledger, its findings counted over the files that count."""
    errors = sum(counts[path][0] for path in unit.paths if path in counts)
    warnings = sum(counts[path][1] for path in unit.paths if path in counts)
    state: UnitState = "returned" if errors or warnings else "passed"
    if not unit.paths:
        state = "unreadable" if unit.files else "absent"
    return ReviewedUnit(
        unit.name,
        state,
        unit.because,
        unit.files,
        must=errors,
        explain=warnings,
        errors=errors,
        warnings=warnings,
        round=1 if unit.files else 0,
        code=unit.code,
        responsible=unit.responsible,
        listed=unit.listed,
        missing=unit.missing,
    )


@contextmanager
def _counted(
    desk: Desk, arguments: Sequence[object], *, as_listed: bool = False
) -> Iterator[Counted | None]:
    """Yield the evaluated records of a round; ``None`` where nothing has been read.

    ``as_listed`` counts the findings of a file as the list and the letter do, where a cause is as
    severe as its effects. The summary lists each finding with its own severity.
    """
    records = _records.decode(arguments[0])  # type: ignore[arg-type]  # bytes, see the handler
    year = int(arguments[2]) if isinstance(arguments[2], int) and arguments[2] else None
    roster, problem = _roster(desk, str(arguments[1]), str(arguments[3]))
    ids = {each.name: each.id for each in records}
    with Spool() as spool:
        read = False
        for each in records:
            info = FileInfo(each.name, Path(each.name).name, each.size, each.modified)
            record = failed_record(each.problem, code=each.code)
            if each.record:
                with suppress(OSError, msgspec.MsgspecError):
                    record = decoded(Path(each.record).read_bytes())
                    read = True
                    if as_listed:
                        record = msgspec.structs.replace(record, counts=each.counts)
            spool.add(info, record, skipped=each.skipped)
        if not read and roster is None:
            yield None
            return
        spool.arrange()
        check_batch(desk.checker, spool)
        district = evaluate_district(spool, desk.checker.context, roster=roster, year=year)
        yield Counted(spool, district, roster, ids, problem)


def _roster(desk: Desk, path: str, name: str) -> tuple[Roster | None, str]:
    """Return the roster of a round, or the sentence that says why it can't be used.

    The sentence calls it by the name it was sent under, not by the place where it is kept.
    """
    if not path:
        return None, ""
    try:
        return read_roster(Path(path), desk.checker.context), ""
    except XlformError as problem:
        return None, str(problem).replace(path, name)


def _name(kind: str) -> str:
    return translate(f"district-file.{kind}")


def _download(kind: str, write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xlform-") as folder:
        path = Path(folder) / "written.xlsx"
        write(path)
        return _encoder.encode(Download(_name(kind), _WORKBOOK, path.read_bytes()))
