"""The public verb ``summarize``: all submissions to one workbook, and to data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from xlform.checking.check import Checker
from xlform.checking.roster import Roster, read_roster
from xlform.checking.settings import Project
from xlform.checking.settings_note import project_from
from xlform.errors import FileProblem
from xlform.files.extras import require_data_extra
from xlform.files.input_file import OWN_OUTPUT, is_url
from xlform.files.inputs import expand_inputs
from xlform.files.output import check_replaceable
from xlform.files.own_output import output_kind
from xlform.files.temporary_folder import TemporaryFolder
from xlform.messages import translate
from xlform.model.regular_file import is_file
from xlform.summary.collect import ReadOptions, Watch, collect
from xlform.summary.data_folder import MANIFEST, check_data_folder, write_data
from xlform.summary.district import District, evaluate_district
from xlform.summary.layout import layouts
from xlform.summary.spool import Spool
from xlform.summary.versions import Latest
from xlform.summary.workbook.book import WorkbookResult, write_summary
from xlform.summary.workbook.named_entries import By
from xlform.template.store import load_templates, template_folders


class SummaryOptions(msgspec.Struct, frozen=True):
    """Options on the expected units, the year that counts, and the later of a unit's files.

    ``roster`` is the path of a roster; ``year`` is that of most units unless given. With ``force``
    a file that xlform did not write is replaced.
    """

    roster: str | None = None
    year: int | None = None
    latest: Latest = "name"
    force: bool = False


class Summary(msgspec.Struct, frozen=True):
    """Result of a summary.

    ``written`` has the figures of the workbook, ``problems`` the sentences on files that were not
    read, ``data`` the folder of the rows as Parquet ("" for none). ``own_outputs`` is the number of
    files that xlform wrote itself, which were passed over.
    """

    written: WorkbookResult
    problems: tuple[str, ...]
    data: str = ""
    own_outputs: int = 0


class NothingCounted(FileProblem):
    """No form that counts was found, so nothing was written; ``problems`` say why, by file."""

    def __init__(self, code: str, problems: tuple[str, ...], **details: object) -> None:
        super().__init__(code, **details)
        self.problems = problems


class Summarizer:
    """Writes summaries; settings, roster and rules are loaded before any file is read.

    Raises :class:`~.settings.SettingsProblem`, :class:`~xlform.model.word_lists.WordsProblem` and
    :class:`~xlform.checking.roster.RosterProblem` for settings that can't be used.
    """

    def __init__(self, read_options: ReadOptions, options: SummaryOptions, by: By = "fund") -> None:
        self._read_options = read_options
        self._options = options
        self._by = by
        self._context = Checker(read_options.project, read_options.templates).context
        path = options.roster
        self._roster: Roster | None = read_roster(Path(path), self._context) if path else None

    def run(
        self, names: Iterable[str | Path], output: str, data: str = "", watch: Watch | None = None
    ) -> Summary:
        """Read, check, add up and write; ``output`` and ``data`` may be URLs.

        Rows beyond what a sheet holds are written as Parquet beside the workbook where ``data`` is
        not given.
        """
        names = tuple(names)
        self._check_output(names, output)
        if data:
            require_data_extra()
        if data and not is_url(data):
            check_data_folder(Path(data))  # before an hour is spent
        known = layouts(load_templates(template_folders(self._read_options.templates)))
        with Spool() as spool:
            collect(names, spool, self._read_options, watch, self._own_files(output))
            district = self._district(spool, names)
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
                )
            if not data and written.continued and not is_url(output):
                stem = translate("summarize.data-folder", name=Path(output).stem)
                data = str(Path(output).with_name(stem))
            if data:
                with _local_path(data) as folder:
                    write_data(folder, spool, known)
            files = list(spool.files())
            problems = tuple(file.problem for file in files if file.problem)
            own_outputs = sum(file.code == OWN_OUTPUT for file in files)
        return Summary(written, problems, data, own_outputs)

    def _check_output(self, names: tuple[str | Path, ...], output: str) -> None:
        """Refuse an output that is an input or the roster, or that nobody wants replaced.

        An earlier summary may be among the inputs: it is passed over.
        """
        if is_url(output):
            return
        path = Path(output)
        check_replaceable(path, force=self._options.force)
        if not is_file(path):
            return
        roster = self._options.roster
        named = {*map(str, names), *([roster] if roster else [])}
        own = output_kind(path) != ""
        inputs = (file.location for file in expand_inputs(names) if not file.members and not own)
        for name in (*named, *inputs):
            if not is_url(name) and os.path.isfile(name) and path.samefile(name):  # noqa: PTH113  (called for ten thousand files)
                raise FileProblem("over-input", path=output)

    def _check_counted(self, spool: Spool, district: District, output: str) -> None:
        """Refuse to write a summary without a form: it would replace a good one by an empty one."""
        files = list(spool.files())
        status = district.status
        if sum(file.forms for file in files) > len(status.selection.excluded):
            return
        problems = tuple(file.problem for file in files if file.problem)
        details = {"path": output, "files": len(files), "failed": len(problems)}
        if self._options.year is not None and status.years:
            years = "、".join(
                translate("summary.of-year", year=year, count=count)
                for year, count in status.years.items()
            )
            details |= {"year": self._options.year}
            raise NothingCounted("no-such-year", problems, years=years, **details)
        raise NothingCounted("nothing-counted", problems, **details)

    def _own_files(self, output: str) -> list[Path]:
        """Return files of ours that may be among the submissions."""
        paths = (output, self._options.roster)
        return [Path(path) for path in paths if path and not is_url(path)]

    def _district(self, spool: Spool, names: tuple[str | Path, ...]) -> District:
        options = self._options
        given: dict[str, int] = {}
        if options.latest == "given":
            given = {file.info.path: number for number, file in enumerate(expand_inputs(names))}
        return evaluate_district(
            spool,
            self._context,
            roster=self._roster,
            year=options.year,
            latest=options.latest,
            given=given,
        )


def summarize(  # noqa: PLR0913  (a verb for people: each of them by its name)
    paths: str | Path | Iterable[str | Path],
    output: str | Path,
    *,
    by: By = "fund",
    roster: str | Path | None = None,
    year: int | None = None,
    latest: Latest = "name",
    data: str | Path | None = None,
    settings: str | Path | None = None,
    jobs: int = 0,
    cache: bool = True,
    scheduler: str = "",
    watch: Watch | None = None,
    force: bool = False,
) -> Summary:
    """Write the summary of files, folders, patterns and archives into the workbook ``output``.

    ``roster`` is a CSV file or workbook of the units that are expected, ``data`` a folder for the
    rows as Parquet, ``settings`` an ``xlform.toml``, which is not searched for. ``jobs`` processes
    read, 0 for one a core; ``scheduler`` is the address of a Dask cluster that does so in their
    place. ``watch`` is called with the number of files done and of all. An existing file that
    xlform did not write is replaced only with ``force``, an input never. A file that can't be read
    is named in the summary and stops no other. Raises :class:`~xlform.errors.XlformError` for
    settings that can't be used, for an output that can't be written, and where no form counts: then
    nothing is written.

    Processes are started: on Windows and macOS a script calls this below
    ``if __name__ == "__main__":``.
    """
    names = (paths,) if isinstance(paths, str | Path) else paths
    project = project_from(Path(settings)) if settings else Project()
    read_options = ReadOptions(project, None, jobs, cache, scheduler)
    options = SummaryOptions(str(roster) if roster else None, year, latest, force)
    return Summarizer(read_options, options, by).run(names, str(output), str(data or ""), watch)


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
