"""A summary made anew: files read, checked, added up, and the workbook and the rows written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlform.checking.check import Checker
from xlform.checking.roster import Roster, read_roster
from xlform.files.input_file import OWN_OUTPUT, InputFile
from xlform.files.name_patterns import is_url
from xlform.files.temporary_folder import TemporaryFolder
from xlform.isolation.cores import cores
from xlform.messages import listed, translate
from xlform.model.packed_list import PackedList
from xlform.model.regular_file import FileMark
from xlform.summary.cache import Cache
from xlform.summary.collect import ReadOptions, Watch, check_batch, read_files
from xlform.summary.data_folder import MANIFEST, write_data
from xlform.summary.district import District, evaluate_district
from xlform.summary.layout import layouts
from xlform.summary.options import NothingCounted, Summary, SummaryOptions
from xlform.summary.spool import Spool
from xlform.summary.summary_figures import summary_figures
from xlform.summary.workbook.book import write_summary
from xlform.summary.workbook.named_entries import By
from xlform.template.store import load_templates, template_folders


class SummaryRun:
    """One run over ``files``; settings, roster and rules are loaded before any file is read.

    Raises :class:`~.settings.SettingsProblem`, :class:`~xlform.model.word_lists.WordsProblem` and
    :class:`~xlform.checking.roster.RosterProblem` for settings that can't be used.
    """

    def __init__(
        self,
        read_options: ReadOptions,
        options: SummaryOptions,
        by: By,
        files: PackedList[InputFile],
        cache: Cache | None = None,
    ) -> None:
        self._read_options = read_options
        self._options = options
        self._by = by
        self._files = files
        self._cache = cache
        self._checker = Checker(read_options.project, read_options.templates)
        path, context = options.roster, self._checker.context
        self._roster: Roster | None = read_roster(Path(path), context) if path else None
        # The mark of the workbook once it is written.
        self.file: FileMark | None = None

    def write(self, output: str, data: str, watch: Watch | None) -> Summary:
        """Read, check, add up and write; ``data`` is "" for no rows."""
        known = layouts(load_templates(template_folders(self._read_options.templates)))
        with Spool() as spool:
            given = self._given()
            read_files(self._files, spool, self._read_options, watch, self._cache)
            check_batch(self._checker, spool)
            district = self._district(spool, given)
            self._check_counted(spool, district, output)
            with _local_path(output) as path:
                linked = not is_url(output)
                written = write_summary(
                    path,
                    spool,
                    known,
                    district,
                    by=self._by,
                    linked=linked,
                    force=self._options.force,
                    jobs=self._read_options.jobs or cores(),
                )
                self.file = written.file
            if not data and written.continued and not is_url(output):
                stem = translate("summarize.data-folder", name=Path(output).stem)
                data = str(Path(output).with_name(stem))
            if data:
                with _local_path(data) as folder:
                    write_data(folder, spool, known)
            own_outputs = sum(file.code == OWN_OUTPUT for file in spool.files())
            problems = _problems(spool)
        return Summary(summary_figures(written), problems, data, own_outputs)

    def _check_counted(self, spool: Spool, district: District, output: str) -> None:
        """Refuse to write a summary without a form: it would replace a good one by an empty one."""
        status = district.status
        if sum(file.forms for file in spool.files()) > len(status.selection.excluded):
            return
        problems = _problems(spool)
        details = {"path": output, "files": spool.file_count, "failed": len(problems)}
        if self._options.year is not None and status.years:
            years = listed(
                translate("summary.of-year", year=year, count=count)
                for year, count in status.years.items()
            )
            details |= {"year": self._options.year}
            raise NothingCounted("no-such-year", problems, years=years, **details)
        raise NothingCounted("nothing-counted", problems, **details)

    def _given(self) -> dict[str, int]:
        """Return the positions of the files on the command line, where they decide."""
        if self._options.latest != "given":
            return {}
        return {file.info.path: number for number, file in enumerate(self._files)}

    def _district(self, spool: Spool, given: dict[str, int]) -> District:
        options = self._options
        return evaluate_district(
            spool,
            self._checker.context,
            roster=self._roster,
            year=options.year,
            latest=options.latest,
            given=given,
        )


def _problems(spool: Spool) -> tuple[str, ...]:
    return tuple(file.problem for file in spool.files() if file.problem)


@contextmanager
def _local_path(location: str) -> Iterator[Path]:
    """Yield a path to write to; for a URL what was written there is uploaded at the end."""
    if not is_url(location):
        yield Path(location)
        return
    from xlform.files.remote import upload  # noqa: PLC0415  (fsspec is an extra)

    with TemporaryFolder() as folder:
        path = folder.path / location.rstrip("/").rpartition("/")[2]
        with upload(location, path, MANIFEST) as local:
            yield local
