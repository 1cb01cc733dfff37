"""Documents of ``xlform check``, one for each file: marked copies and letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from xlform.checking.settings import LetterSettings
from xlform.cli.output import path_in_folder, unwritable_problems, workbook_to_mark
from xlform.cli.verbosity import note
from xlform.errors import XlformError
from xlform.messages import translate
from xlform.model.regular_file import is_folder
from xlform.report.checked_file import CheckedFile
from xlform.report.verdict import verdict_of
from xlform.rules.batch.units import units_of
from xlform.rules.batch_index import SubmissionSummary, build_batch_index
from xlform.rules.context import RuleContext
from xlform.summary.versions import ExcludedForm, ranking, select_forms

_DOCUMENT = ".docx"


class UnitDocuments:
    """Writes a document for each file, into the output itself or into a folder for several."""

    def __init__(
        self,
        form: str,
        output: Path,
        settings: LetterSettings,
        *,
        is_single: bool,
        force: bool,
    ) -> None:
        self._form = form
        self._output = output
        self._settings = settings
        self._is_single = is_single
        self._force = force
        self._taken: set[Path] = set()
        self.problems: list[str] = []
        self.written = 0

    def write(
        self,
        checked_files: Iterable[CheckedFile],
        summaries: Sequence[SubmissionSummary],
        context: RuleContext,
    ) -> None:
        """Write the documents; letters only for the versions that count.

        ``summaries`` are complete once all files were taken, ``context`` knows the templates.
        """
        if self._form == "xlsx":
            for checked_file in checked_files:
                self._write_marked(checked_file)
            return
        # Cells are not kept: which files count is known when the last one is read.
        kept = [_without_cells(checked_file, context) for checked_file in checked_files]
        replaced = replaced_files(summaries, context)
        for checked_file in kept:
            if later := replaced.get(checked_file.path):
                path, other = checked_file.path, Path(later).name
                note(translate("check.replaced", path=path, other=other))
            else:
                self._write_letter(checked_file)

    def _write_marked(self, checked_file: CheckedFile) -> None:
        path, submission = checked_file.path, checked_file.submission
        is_document = submission.source.format == "docx"
        suffix = _DOCUMENT if is_document else ".xlsx"
        target = self._path(checked_file, "marked", suffix)
        if is_document != (target.suffix.lower() == _DOCUMENT):
            problem = translate("check.marked-suffix", path=path, suffix=suffix, output=target)
            self.problems.append(problem)
            return

        def write() -> None:
            from xlform.formats.source import file_bytes  # noqa: PLC0415  (marked copies only)
            from xlform.report.marked import write_marked  # noqa: PLC0415
            from xlform.report.marked_document import write_marked_document  # noqa: PLC0415

            source = (
                file_bytes(Path(path))
                if is_document
                else workbook_to_mark(path, checked_file.context.grid)
            )
            mark = write_marked_document if is_document else write_marked
            mark(target, source, checked_file, force=self._force)

        self._try(target, write)

    def _write_letter(self, checked_file: CheckedFile) -> None:
        from xlform.report.letter import write_letter  # noqa: PLC0415  (python-docx is slow)

        verdict = verdict_of(checked_file.submission, checked_file.groups)
        if verdict == "passed" and self._settings.passed == "none":
            note(translate("check.no-letter", path=checked_file.path))
            return
        target = self._path(checked_file, f"letter-{verdict}", _DOCUMENT)

        def write() -> None:
            write_letter(target, checked_file, self._settings, force=self._force)

        self._try(target, write)

    def _try(self, target: Path, write: Callable[[], None]) -> None:
        try:
            with unwritable_problems(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                write()
            self.written += 1
        except XlformError as problem:
            self.problems.append(str(problem))

    def _path(self, checked_file: CheckedFile, kind: str, suffix: str) -> Path:
        """Return the output itself, or for several files the document's own path in it."""
        path = self._output
        if not self._is_single or is_folder(path):
            stem = translate(f"check.{kind}", name=Path(checked_file.path).stem)
            path = path_in_folder(self._output, stem, suffix, self._taken)
        self._taken.add(path)
        return path


def replaced_files(summaries: Sequence[SubmissionSummary], context: RuleContext) -> dict[str, str]:
    """Return the files all of whose forms a later file of their unit replaces, with that file.

    Both count where nothing shows which of them is the later.
    """
    if len(summaries) < 2:  # noqa: PLR2004  (two versions at least)
        return {}
    index = build_batch_index(summaries)
    rank = ranking("name", {}, context)
    excluded: dict[str, list[ExcludedForm]] = {}
    for form in select_forms(index, units_of(index, context), context, rank).excluded:
        if form.replaced_by and form.certain:
            excluded.setdefault(form.path, []).append(form)
    forms = {summary.path: len(summary.forms) for summary in index}
    return {
        path: found[0].replaced_by for path, found in excluded.items() if len(found) == forms[path]
    }


def _without_cells(checked_file: CheckedFile, context: RuleContext) -> CheckedFile:
    return msgspec.structs.replace(checked_file, context=context)
