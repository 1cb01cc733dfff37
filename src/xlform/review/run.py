"""The verb ``review``: a folder of submissions to a ledger, a summary, and the units' papers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from xlform._version import __version__
from xlform.checking.check import Checker
from xlform.checking.roster import Roster, read_roster
from xlform.checking.settings import Project
from xlform.checking.settings_note import project_from
from xlform.errors import FileProblem, XlformError, system_reason
from xlform.files.output import check_replaceable
from xlform.isolation.cores import cores
from xlform.isolation.limits import limits
from xlform.messages import language
from xlform.model.findings import BatchFinding, Finding
from xlform.model.regular_file import is_file
from xlform.model.resources import forget_changed
from xlform.review.ledger import Ledger, ReviewedUnit, read_ledger, write_ledger
from xlform.review.ledger_workbook import write_ledger_workbook
from xlform.review.papers import PapersWorker, UnitTask, decoded_papers
from xlform.review.rounds import PlannedUnit, Planner, archive_papers
from xlform.review.units import submitted_units
from xlform.summary.collect import ReadOptions, Watch, collect
from xlform.summary.district import District, evaluate_district
from xlform.summary.layout import layouts
from xlform.summary.pool import Pool
from xlform.summary.record import Row
from xlform.summary.setup import Setup, fingerprint, program_hash
from xlform.summary.spool import Spool
from xlform.summary.versions import Latest
from xlform.summary.workbook.book import write_summary
from xlform.template.store import load_templates, template_folders

# The names of the outputs, the same in every language: other programs rely on them.
LEDGER: Final = "台账.json"
LEDGER_WORKBOOK: Final = "台账.xlsx"
SUMMARY: Final = "汇总.xlsx"
# The ledger is written after so many units, so that a stop loses little.
_SAVED_EACH: Final = 20
# Writing the papers of a unit takes as long as starting a process.
_UNITS_EACH: Final = 2
# A unit has several files, each read, checked and written: CPU time of so many single ones.
_FILES_EACH_UNIT: Final = 15


class ReviewOptions(msgspec.Struct, frozen=True):
    """Options of a review.

    ``roster`` is the path of a roster; ``year`` is that of most units unless given; ``deadline`` is
    the last day on which a file is in time. With ``force`` papers that somebody has edited are
    replaced.
    """

    roster: str | None = None
    year: int | None = None
    latest: Latest = "name"
    deadline: dt.date | None = None
    force: bool = False


class Review(msgspec.Struct, frozen=True):
    """Result of a review.

    ``reviewed`` are the names of the units whose papers were written in this run, ``problems`` the
    sentences on files that could not be read and papers that could not be written.
    """

    ledger: Ledger
    reviewed: tuple[str, ...]
    problems: tuple[str, ...]


class ReviewStopped(Exception):
    """A review that was stopped; the ledger holds what was done, ``reviewed`` units of it."""

    def __init__(self, reviewed: int) -> None:
        super().__init__(reviewed)
        self.reviewed = reviewed


class Reviewer:
    """Reviews folders; settings, roster and rules are loaded before any file is read.

    Raises what :class:`~xlform.summary.run.Summarizer` raises.
    """

    def __init__(self, read_options: ReadOptions, options: ReviewOptions) -> None:
        self._read_options = read_options
        self._options = options
        self._context = Checker(read_options.project, read_options.templates).context
        path = options.roster
        self._roster: Roster | None = read_roster(Path(path), self._context) if path else None
        self._setup = Setup(read_options.project, read_options.templates, language())
        self._problems: list[str] = []

    def run(
        self,
        names: Iterable[str | Path],
        output: Path,
        reading: Watch | None = None,
        writing: Watch | None = None,
    ) -> Review:
        """Review everything the names mean into the folder ``output``.

        ``reading`` and ``writing`` are called with the number of files and of units done, and of
        all. Raises :class:`ReviewStopped` at Ctrl-C while papers are written: what is done is kept,
        and the next run goes on from there.
        Raises :class:`~xlform.errors.XlformError` for an output or an earlier ledger that can't be
        used.
        """
        before = read_ledger(output / LEDGER) or Ledger()
        for name in (SUMMARY, LEDGER_WORKBOOK):
            check_replaceable(output / name, force=self._options.force)
        _make_folder(output)
        with Spool() as spool:
            plans = self._planned(tuple(names), output, before, spool, reading)
        entries = {plan.entry.unit: _entry_before(plan, before) for plan in plans}
        # Units that are in no roster and handed in nothing this time stay in the ledger.
        gone = [unit for unit in before.units if unit.unit not in entries]
        reviewed: list[str] = []
        try:
            for plan, entry in self._written(plans, before, writing):
                entries[entry.unit] = entry
                self._problems += entry.problems
                reviewed.append(entry.unit)
                _remove_stale(output, entry, before.of_unit(entry.unit), plan)
                if len(reviewed) % _SAVED_EACH == 0:
                    write_ledger(output / LEDGER, Ledger((*entries.values(), *gone)))
        except KeyboardInterrupt as stop:
            raise ReviewStopped(len(reviewed)) from stop
        finally:
            ledger = Ledger((*entries.values(), *map(_absent, gone)))
            write_ledger(output / LEDGER, ledger)
        self._attempt(
            lambda: write_ledger_workbook(
                output / LEDGER_WORKBOOK, ledger, force=self._options.force
            )
        )
        return Review(ledger, tuple(reviewed), tuple(self._problems))

    def _planned(
        self,
        names: tuple[str | Path, ...],
        output: Path,
        before: Ledger,
        spool: Spool,
        watch: Watch | None,
    ) -> list[PlannedUnit]:
        """Read everything, write the summary, and return what is left to do for each unit."""
        options = self._options
        exclude = [output, *([Path(options.roster)] if options.roster else [])]
        files = collect(names, spool, self._read_options, watch, exclude)
        district = evaluate_district(
            spool,
            self._context,
            roster=self._roster,
            year=options.year,
            latest=options.latest,
            given={file.info.path: number for number, file in enumerate(files)},
        )
        spooled = list(spool.files())
        self._problems += [file.problem for file in spooled if file.problem and file.is_meant]
        if any(file.forms for file in spooled):
            self._attempt(lambda: self._write_summary(output / SUMMARY, spool, district))
        units = submitted_units(
            spooled, district.status, self._context, self._roster, options.deadline
        )
        batch = {
            path: tuple(map(_finding, rows))
            for path, rows in spool.batch_findings_by_path().items()
        }
        planner = Planner(output, before, files, batch, self._setup_hash(), force=options.force)
        return [planner.plan(unit) for unit in units]

    def _setup_hash(self) -> str:
        setup = f"{__version__} {fingerprint(self._setup)} {program_hash()}"
        return hashlib.sha256(setup.encode()).hexdigest()

    def _write_summary(self, path: Path, spool: Spool, district: District) -> None:
        known = layouts(load_templates(template_folders(self._read_options.templates)))
        write_summary(path, spool, known, district, force=self._options.force)

    def _attempt(self, write: Callable[[], object]) -> None:
        """Write one output; a problem with it is kept for the end, and the rest goes on."""
        try:
            write()
        except XlformError as problem:
            self._problems.append(str(problem))

    def _written(
        self, plans: list[PlannedUnit], before: Ledger, watch: Watch | None
    ) -> Iterator[tuple[PlannedUnit, ReviewedUnit]]:
        """Write the papers of units that need them; yield each with its entry as it is done."""
        by_unit = {plan.task.unit: plan for plan in plans if plan.task}
        tasks = [plan.task for plan in by_unit.values() if plan.task]
        if not tasks:
            return
        earlier = {unit.unit: unit for unit in before.units}
        for task in tasks:
            if by_unit[task.unit].entry.round > 1:
                _archive(task, earlier)
        jobs = self._read_options.jobs or cores()
        with Pool(
            self._setup,
            jobs,
            limit=limits().of_files(_FILES_EACH_UNIT),
            worker=PapersWorker,
            tasks_each=_UNITS_EACH,
        ) as pool:
            for done, (task, data) in enumerate(pool.records(tasks), 1):
                papers = decoded_papers(data)
                if papers.failure:
                    self._problems.append(papers.failure)
                yield by_unit[task.unit], by_unit[task.unit].done(papers)
                if watch:
                    watch(done, len(tasks))


def _archive(task: UnitTask, earlier: Mapping[str, ReviewedUnit]) -> None:
    try:
        archive_papers(Path(task.folder), earlier.get(task.unit))
    except OSError as error:
        reason = system_reason(error)
        raise FileProblem("unwritable", path=task.folder, reason=reason) from error


def _entry_before(plan: PlannedUnit, before: Ledger) -> ReviewedUnit:
    """Return the entry that holds until a unit's papers are written: that of the last run."""
    if plan.task is None:
        return plan.entry
    return before.of_unit(plan.entry.unit) or ReviewedUnit(plan.entry.unit, "absent")


def _absent(unit: ReviewedUnit) -> ReviewedUnit:
    return msgspec.structs.replace(unit, state="absent", key="", because="", files=())


def _remove_stale(
    output: Path, entry: ReviewedUnit, before: ReviewedUnit | None, plan: PlannedUnit
) -> None:
    """Remove papers of the same round that are not needed any more, unless somebody edited them."""
    if before is None or before.round != entry.round or plan.task is None:
        return
    for name, sha256 in before.documents.items():
        path = output / entry.folder / name
        if name in entry.documents or name in plan.task.kept or not is_file(path):
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            path.unlink()


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = system_reason(error)
        raise FileProblem("unwritable", path=str(path), reason=reason) from error


def _finding(row: Row) -> Finding:
    """Return a row of the table ``findings`` as a finding, without its fix."""
    code, name, severity, message, sheet, cell, expected, actual, advice, number, _ = map(
        _text, row
    )
    return msgspec.convert(
        {
            "code": code,
            "name": name,
            "severity": severity,
            "message": message,
            "sheet": sheet,
            "cell": cell,
            "expected": expected,
            "actual": actual,
            "advice": advice,
            "id": number,
        },
        BatchFinding,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def review(  # noqa: PLR0913  (a verb for people: each of them by its name)
    paths: str | Path | Iterable[str | Path],
    output: str | Path,
    *,
    roster: str | Path | None = None,
    year: int | None = None,
    latest: Latest = "name",
    deadline: dt.date | None = None,
    settings: str | Path | None = None,
    jobs: int = 0,
    cache: bool = True,
    force: bool = False,
    watch: Watch | None = None,
) -> Review:
    """Review a folder of submissions into the folder ``output``: the whole round in one call.

    Writes ``台账.xlsx``, ``汇总.xlsx`` and for each unit a folder with its letter, marked workbook,
    mended workbook and clean form. A later call with the same ``output`` is compared with this one:
    units whose files are unchanged keep their papers, the others get the next round's. The options
    are those of :func:`xlform.summarize`; ``deadline`` marks files that were changed after that day
    as late. Raises :class:`~xlform.errors.XlformError` for settings, a roster, an output or an
    earlier ledger that can't be used; a file that can't be read is in the ledger.
    """
    names = (paths,) if isinstance(paths, str | Path) else paths
    forget_changed()
    project = project_from(Path(settings)) if settings else Project()
    forget_changed(files=project.words)
    read_options = ReadOptions(project, None, jobs, cache)
    options = ReviewOptions(str(roster) if roster else None, year, latest, deadline, force)
    return Reviewer(read_options, options).run(names, Path(output), watch, watch)
