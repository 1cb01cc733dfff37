"""The papers of one unit: letter, marked workbook, mended workbook, clean form.

Each is written whole or not at all. One that can't be written is named with the reason, and the
others are written.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.checking.baseline import Changes, compare
from xlform.checking.check import Checker, Report
from xlform.checking.runner import CheckResult
from xlform.errors import FileProblem, XlformError, system_reason
from xlform.export.names import MAX_FILE_NAME, UniqueNames, file_title
from xlform.files.contents import input_bytes
from xlform.files.input_file import FileInfo, InputFile
from xlform.files.output import atomic_path
from xlform.fixing.fix import Fixed, Fixer
from xlform.formats.conversion import as_workbook
from xlform.formats.registry import WORKBOOK_EXTENSIONS
from xlform.isolation.failures import crash_problem
from xlform.messages import set_language, translate
from xlform.model.findings import Finding
from xlform.report.checked_file import CheckedFile
from xlform.report.numbered_findings import groups_of
from xlform.report.verdict import Verdict, verdict_of
from xlform.review.ledger import ReviewedFinding, kept_findings
from xlform.review.merged import MergedFiles, ReadFile, merge_files
from xlform.rules.concerns import needs_answer
from xlform.rules.context import RuleContext
from xlform.submission.read import Submission
from xlform.summary.setup import Setup
from xlform.template.store import load_templates, template_folders

if TYPE_CHECKING:
    from xlform.ooxml.read.package import Package

# The names of the papers, the same in every language: other programs rely on them.
LETTER: Final = "退回意见"
NOTICE: Final = "审核通过"
MARKED: Final = "标注"
MENDED: Final = "修复"
CLEAN: Final = "规范"
_WORKBOOK, _DOCUMENT = ".xlsx", ".docx"


class UnitTask(msgspec.Struct, frozen=True):
    """A unit whose papers are to be written into ``folder``.

    ``files`` are the files that count, ``excluded`` the numbers of the forms in them that do not,
    from 1; ``batch`` are the findings of rules between files on them, both by the path of the file.
    ``earlier`` are the findings of the round before, ``None`` in the first. ``kept`` are names of
    papers that somebody has edited, which stay as they are.
    """

    unit: str
    folder: str
    files: tuple[InputFile, ...]
    excluded: tuple[tuple[str, tuple[int, ...]], ...] = ()
    batch: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    earlier: tuple[ReviewedFinding, ...] | None = None
    kept: tuple[str, ...] = ()

    @property
    def info(self) -> FileInfo:
        """Return the unit's first file, which stands for it in messages."""
        return self.files[0].info


class UnitPapers(msgspec.Struct, frozen=True):
    """Result of a unit: its findings, the comparison with the round before, the papers written.

    ``verdict`` is the letter's, ``must`` and ``explain`` are the numbers of its items to correct
    and to explain; a unit that passed has neither. ``unwritten`` marks one of which some paper
    could not be written; ``failure`` is the sentence on a unit of which none could, "" for others.
    """

    verdict: Verdict = "passed"
    must: int = 0
    explain: int = 0
    errors: int = 0
    warnings: int = 0
    fixed: int = 0
    open: int = 0
    new: int = 0
    findings: tuple[ReviewedFinding, ...] = ()
    documents: dict[str, str] = {}
    problems: tuple[str, ...] = ()
    failure: str = ""
    unwritten: bool = False


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(UnitPapers)


def decoded_papers(data: bytes) -> UnitPapers:
    """Return the result that a worker encoded."""
    return _decoder.decode(data)


class _UnitFile(msgspec.Struct, frozen=True):
    """A file of a unit: its bytes, how it was read, and the fixed workbook where it is one."""

    file: InputFile
    data: bytes
    report: Report
    fixed: Fixed | None


class PapersWorker:
    """Reads, checks, mends and writes the papers of units; rules are loaded once."""

    def __init__(self, setup: Setup) -> None:
        set_language(setup.language)
        self._setup = setup
        self._known = load_templates(template_folders(setup.templates))
        self._checker = Checker(setup.project, setup.templates)
        self._fixer = Fixer(setup.project, setup.templates)
        # A fixer sees the findings of all rules: its check is the unit's unless rules are selected.
        self._shared = not setup.project.select

    @staticmethod
    def failed(problem: str) -> bytes:
        """Return the result of a unit whose process died or was too slow."""
        return _encoder.encode(UnitPapers(failure=problem))

    def record(self, task: UnitTask, /) -> bytes:
        """Write the papers of a unit and return the encoded result."""
        try:
            return _encoder.encode(self._papers(task))
        except XlformError as problem:
            return self.failed(str(problem))
        except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
            raise
        except BaseException as crash:  # noqa: BLE001  (a native panic is no Exception)
            return self.failed(str(crash_problem(task.info.path, crash)))

    def _papers(self, task: UnitTask) -> UnitPapers:
        files = [self._read(file) for file in task.files]
        merged, context, own = self._checked(files, dict(task.excluded))
        findings = _with_batch(own, task, files, merged)
        checked = CheckResult(findings, own.not_asked)
        groups = groups_of(checked, merged.submission, context)
        checked = msgspec.structs.replace(checked, groups=groups)
        changes = _changes(task, checked)
        folder = _Folder(Path(task.folder), task.kept)
        case = CheckedFile(task.unit, merged.submission, checked, context, changes)
        verdict = verdict_of(merged.submission, groups)
        writer = _PaperWriter(folder, files, merged, case, verdict, self._setup)
        writer.write()
        answered = {finding.id: finding for finding in findings if needs_answer(finding)}
        states = changes.states if changes else {}
        sections = Counter(group.section for group in groups)
        return UnitPapers(
            verdict=verdict,
            must=sections["must"],
            explain=sections["explain"],
            errors=sum(finding.severity == "error" for finding in findings),
            warnings=sum(finding.severity == "warning" for finding in findings),
            fixed=len(changes.fixed) if changes else 0,
            # A rule that was not run this time proves nothing.
            open=sum(states.get(name) == "kept" for name in answered)
            + (len(changes.unasked) if changes else 0),
            new=sum(states.get(name) == "new" for name in answered),
            findings=kept_findings(findings),
            documents=folder.hashes,
            problems=tuple(folder.problems),
            unwritten=folder.unwritten,
        )

    def _read(self, file: InputFile) -> _UnitFile:
        """Return a file read and checked; one that can't be fixed is checked alone."""
        data, path = input_bytes(file), Path(file.info.path)
        fixed = None
        if path.suffix.lower() in WORKBOOK_EXTENSIONS:
            try:
                fixed = self._fixer.fix_content(data, path)
            except XlformError:
                fixed = None  # the letter says what is wrong with it; a copy is kept
        if fixed is not None and self._shared:
            found = fixed.submission
            report = Report(
                Submission(found.source, found.unit, found.year, found.forms, found.unread),
                fixed.checked.findings,
                fixed.checked.not_asked,
                fixed.context,
                path=str(path),
            )
            return _UnitFile(file, data, report, fixed)
        return _UnitFile(file, data, self._checker.check_workbook(data, path), fixed)

    def _checked(
        self, files: list[_UnitFile], excluded: dict[str, tuple[int, ...]]
    ) -> tuple[MergedFiles, RuleContext, CheckResult]:
        """Return the forms that count, of all files, as one submission, and its check."""
        names = UniqueNames(MAX_FILE_NAME)
        read = [
            ReadFile(
                names.assign(file.file.info.name),
                _without(file.report.submission, excluded.get(file.file.info.path, ())),
                file.report.context.grid,
            )
            for file in files
        ]
        merged = merge_files(read)
        if len(files) == 1 and not excluded:
            report = files[0].report
            return merged, report.context, report.checked
        report = self._checker.check_submission(merged.submission, merged.grid, read[0].name)
        return merged, report.context, report.checked


def _without(submission: Submission, excluded: tuple[int, ...]) -> Submission:
    """Return a submission without the forms of these numbers, from 1."""
    if not excluded:
        return submission
    kept = (form for number, form in enumerate(submission.forms, 1) if number not in excluded)
    return msgspec.structs.replace(submission, forms=tuple(kept))


def _with_batch(
    checked: CheckResult, task: UnitTask, files: list[_UnitFile], merged: MergedFiles
) -> tuple[Finding, ...]:
    """Return the unit's findings and those of rules between files on it, on the merged sheets."""
    new_names = {place: name for name, place in merged.places.items()}
    numbers = {file.file.info.path: number for number, file in enumerate(files)}
    batch = [
        msgspec.structs.replace(
            finding, sheet=new_names.get((numbers[path], finding.sheet), finding.sheet)
        )
        for path, findings in task.batch
        if path in numbers
        for finding in findings
    ]
    return (*checked.findings, *batch)


def _changes(task: UnitTask, checked: CheckResult) -> Changes | None:
    if task.earlier is None:
        return None
    return compare([finding.finding() for finding in task.earlier], checked)


class _Folder:
    """The folder of a unit: papers written into it, those that could not be, and their hashes."""

    def __init__(self, path: Path, kept: tuple[str, ...]) -> None:
        self.path = path
        self.hashes: dict[str, str] = {}
        self.problems: list[str] = []
        self.unwritten = False
        self._kept = frozenset(kept)
        path.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, paper: Callable[[Path], object]) -> None:
        """Write one paper; a problem with it is noted, and an edited one left alone."""
        path = self.path / name
        if name in self._kept:
            self.problems.append(translate("review.edited", path=path))
            self.hashes[name] = ""  # it is the unit's, but not as it was written
            return
        try:
            paper(path)
            self.hashes[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        except XlformError as problem:
            self._fail(problem)
        except OSError as error:
            self._fail(FileProblem("unwritable", path=str(path), reason=system_reason(error)))

    def _fail(self, problem: XlformError) -> None:
        self.problems.append(str(problem))
        self.unwritten = True


class _PaperWriter:
    """Writes the papers of one unit."""

    def __init__(
        self,
        folder: _Folder,
        files: list[_UnitFile],
        merged: MergedFiles,
        case: CheckedFile,
        verdict: Verdict,
        setup: Setup,
    ) -> None:
        self._folder = folder
        self._files = files
        self._merged = merged
        self._case = case
        self._verdict = verdict
        self._templates = setup.templates
        self._settings = setup.project.letter

    def write(self) -> None:
        """Write every paper that the unit needs."""
        findings = self._case.checked.findings
        if self._verdict != "passed":
            self._folder.write(paper_name(LETTER, _DOCUMENT), self._letter)
        elif self._settings.passed == "notice":
            self._folder.write(paper_name(NOTICE, _DOCUMENT), self._letter)
        for number, file in enumerate(self._files):
            of_file = self._merged.findings_of(number, findings)
            if of_file:
                self._marked(number, file, of_file)
            self._mended(number, file)
        if any(not self._is_prose(form.template) for form in self._case.submission.forms):
            self._folder.write(paper_name(CLEAN, _WORKBOOK), self._clean)

    def _is_prose(self, template: str) -> bool:
        known = self._case.context.templates.get(template)
        return known is not None and known.prose

    def _letter(self, path: Path) -> None:
        from xlform.report.letter import write_letter  # noqa: PLC0415  (python-docx is slow to load)

        write_letter(path, self._case, self._settings, force=True)

    def _marked(self, number: int, file: _UnitFile, findings: tuple[Finding, ...]) -> None:
        from xlform.report.marked import refuse_moved_cells, write_marked  # noqa: PLC0415  (as said)
        from xlform.report.marked_document import write_marked_document  # noqa: PLC0415

        name = file.file.info.path
        case = self._of_file(number, file, findings)

        def workbook(path: Path) -> None:
            grid = file.report.context.grid
            source, converted = self._workbook(file)
            if converted and grid is not None:
                refuse_moved_cells(grid, source, name)
            write_marked(path, source, case, force=True)

        def document(path: Path) -> None:
            write_marked_document(path, file.data, case, force=True)

        suffix = Path(file.file.info.name).suffix.lower()
        if suffix in WORKBOOK_EXTENSIONS:
            self._folder.write(self._name(MARKED, number, _WORKBOOK), workbook)
        elif suffix == _DOCUMENT:
            self._folder.write(self._name(MARKED, number, _DOCUMENT), document)

    def _of_file(self, number: int, file: _UnitFile, findings: tuple[Finding, ...]) -> CheckedFile:
        """Return the findings on one file under their numbers in the unit's letter."""
        case = self._case
        changes = case.changes and msgspec.structs.replace(
            case.changes, fixed=self._merged.findings_of(number, case.changes.fixed)
        )
        checked = CheckResult(findings, case.checked.not_asked, groups=case.checked.groups)
        report = file.report
        return CheckedFile(file.file.info.path, report.submission, checked, report.context, changes)

    def _workbook(self, file: _UnitFile) -> tuple[bytes | Package, bool]:
        return as_workbook(file.data, file.file.info.path)

    def _mended(self, number: int, file: _UnitFile) -> None:
        """Write the mended workbook, or a copy of a file in which nothing is mended."""
        fixed = file.fixed
        changed = fixed is not None and bool(fixed.changes)
        data = fixed.marked_data() if fixed is not None and changed else file.data
        own = Path(file.file.info.name).suffix
        suffix = _WORKBOOK if changed and fixed is not None and fixed.converted else own

        def paper(path: Path) -> None:
            with atomic_path(path, force=True) as unfinished:
                unfinished.write_bytes(data)

        self._folder.write(self._name(MENDED, number, suffix), paper)

    def _clean(self, path: Path) -> None:
        from xlform.writing.writer import write  # noqa: PLC0415  (as said)

        write(self._case.submission, path, templates=self._templates, force=True)

    def _name(self, kind: str, number: int, suffix: str) -> str:
        """Return the name of a file's paper, with the file's own name where there are several."""
        about = Path(self._merged.names[number]).stem if len(self._files) > 1 else ""
        return paper_name(kind, suffix, about)


def paper_name(kind: str, suffix: str, about: str = "") -> str:
    """Return the name of a paper: 标注.xlsx, or 标注-附表1.xlsx for one of several files."""
    return f"{kind}-{file_title(about)}{suffix}" if about else f"{kind}{suffix}"
