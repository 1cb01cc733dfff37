"""What is left to do for each unit since the last run, and its papers of the round before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from xlform.export.names import MAX_FILE_NAME, UniqueNames, file_title
from xlform.files.input_file import InputFile
from xlform.files.own_output import authorship
from xlform.messages import translate
from xlform.model.findings import Finding
from xlform.model.regular_file import is_file, is_folder
from xlform.review.ledger import Ledger, ReviewedUnit
from xlform.review.papers import UnitPapers, UnitTask
from xlform.review.units import SubmittedUnit


class PlannedUnit(msgspec.Struct, frozen=True):
    """A unit with its entry so far; ``task`` is ``None`` where its papers are up to date."""

    entry: ReviewedUnit
    task: UnitTask | None = None

    def done(self, papers: UnitPapers) -> ReviewedUnit:
        """Return the entry with the result of writing its papers."""
        if papers.failure:
            return msgspec.structs.replace(
                self.entry, state="unreadable", because=papers.failure, key=""
            )
        return msgspec.structs.replace(
            self.entry,
            state="passed" if papers.verdict == "passed" else "returned",
            must=papers.must,
            explain=papers.explain,
            errors=papers.errors,
            warnings=papers.warnings,
            fixed=papers.fixed,
            open=papers.open,
            new=papers.new,
            findings=papers.findings,
            documents=papers.documents,
            problems=papers.problems,
            # What could not be written is tried again in the next run.
            key="" if papers.unwritten else self.entry.key,
        )


class Planner:
    """Decides for each unit whether its papers are written anew, and in which round.

    A round of a unit is a version of it: its number rises when the content of the files that count
    has changed. ``setup`` is a hash of everything else that the papers depend on.
    """

    def __init__(
        self,
        output: Path,
        before: Ledger,
        files: Iterable[InputFile],
        batch: Mapping[str, tuple[Finding, ...]],
        setup: str,
        *,
        force: bool = False,
    ) -> None:
        self._output = output
        self._before = {unit.unit: unit for unit in before.units}
        self._files = {file.info.path: file for file in files}
        self._batch = batch
        self._setup = setup
        self._force = force
        self._names = UniqueNames(MAX_FILE_NAME)
        self._folders = {unit.unit: unit.folder for unit in before.units if unit.folder}
        for folder in self._folders.values():
            self._names.assign(folder)

    def plan(self, unit: SubmittedUnit) -> PlannedUnit:
        """Return a unit's entry, and the task where its papers have to be written."""
        before = self._before.get(unit.name, ReviewedUnit(unit.name, "absent"))
        entry = msgspec.structs.replace(
            before,
            because=unit.because,
            files=unit.files,
            code=unit.code,
            responsible=unit.responsible,
            listed=unit.listed,
            missing=unit.missing,
        )
        if not unit.paths:
            # What it handed in before stays in the ledger: a later version is compared with it.
            state = "absent" if unit.is_absent else "unreadable"
            return PlannedUnit(msgspec.structs.replace(entry, state=state, key=""))
        key = self._key(unit, entry.hashes)
        folder = self._folder(unit.name)
        same = bool(before.round) and before.hashes == entry.hashes
        if same and before.key == key and self._is_complete(before):
            return PlannedUnit(entry)
        entry = msgspec.structs.replace(
            entry,
            key=key,
            folder=folder,
            round=before.round if same else before.round + 1,
            earlier=before.earlier if same else (before.findings if before.round else None),
        )
        return PlannedUnit(entry, self._task(unit, entry, before))

    def _task(self, unit: SubmittedUnit, entry: ReviewedUnit, before: ReviewedUnit) -> UnitTask:
        return UnitTask(
            unit.name,
            str(self._output / entry.folder),
            tuple(self._files[path] for path in unit.paths),
            unit.excluded,
            tuple((path, self._batch[path]) for path in unit.paths if path in self._batch),
            entry.earlier,
            () if self._force or entry.round > before.round > 0 else self._edited(entry, before),
        )

    def _key(self, unit: SubmittedUnit, hashes: tuple[str, ...]) -> str:
        batch = [self._batch.get(path, ()) for path in unit.paths]
        parts = (self._setup, unit.name, unit.paths, unit.excluded, hashes, batch)
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

    def _folder(self, unit: str) -> str:
        if unit not in self._folders:
            self._folders[unit] = self._names.assign(file_title(unit))
        return self._folders[unit]

    def _is_complete(self, unit: ReviewedUnit) -> bool:
        """Return True if all papers are there, with ``force`` as they were written."""
        papers = [(self._output / unit.folder / name, sha) for name, sha in unit.documents.items()]
        if not all(is_file(path) for path, _ in papers):
            return False
        return not self._force or all(_sha256(path) == sha for path, sha in papers)

    def _edited(self, entry: ReviewedUnit, before: ReviewedUnit) -> tuple[str, ...]:
        """Return the papers in the unit's folder that somebody has edited or put there."""
        folder = self._output / entry.folder
        copies = set(entry.hashes)
        found = sorted(path for path in folder.glob("*") if is_file(path))
        return tuple(path.name for path in found if _is_edited(path, before, copies))


def archive_papers(folder: Path, before: ReviewedUnit | None) -> None:
    """Move the papers of the round before to a folder of their own, edited ones included.

    Nothing is moved where that folder exists: a run that was stopped has done so.
    """
    if before is None or not before.round or not is_folder(folder):
        return
    target = folder / translate("review.round-folder", round=before.round)
    if target.exists():
        return
    papers = [path for path in folder.iterdir() if is_file(path)]
    if not papers:
        return
    target.mkdir()
    for path in papers:
        path.replace(target / path.name)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_edited(path: Path, before: ReviewedUnit, copies: set[str]) -> bool:
    sha256 = _sha256(path)
    if path.name in before.documents:
        return sha256 != before.documents[path.name]
    # Not in the ledger: of a run that was stopped, or somebody's own.
    return sha256 not in copies and authorship(path) != "own"
