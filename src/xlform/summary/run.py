"""The public verb ``summarize``: all submissions to one workbook, and to data."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xlform.checking.settings import Project
from xlform.checking.settings_note import project_from
from xlform.errors import FileProblem
from xlform.files.input_file import InputFile
from xlform.files.inputs import expand_inputs
from xlform.files.name_patterns import is_url
from xlform.files.output import check_replaceable
from xlform.files.own_output import output_kind
from xlform.model.packed_list import PackedList
from xlform.model.regular_file import is_file
from xlform.model.resources import forget_changed
from xlform.summary.cache import Cache
from xlform.summary.cached_output import CachedOutputs, KeptOutput, OutputKey, file_hash
from xlform.summary.collect import ReadOptions, Watch, setup_of, without
from xlform.summary.options import Summary, SummaryOptions

if TYPE_CHECKING:
    from xlform.summary.summary_run import SummaryRun
    from xlform.summary.versions import Latest
    from xlform.summary.workbook.named_entries import By


class Summarizer:
    """Writes summaries.

    :meth:`run` raises :class:`~.settings.SettingsProblem`,
    :class:`~xlform.model.word_lists.WordsProblem` and
    :class:`~xlform.checking.roster.RosterProblem` for settings that can't be used, before any file
    is read.
    """

    def __init__(self, read_options: ReadOptions, options: SummaryOptions, by: By = "fund") -> None:
        self._read_options = read_options
        self._options = options
        self._by = by

    def run(
        self, names: Iterable[str | Path], output: str, data: str = "", watch: Watch | None = None
    ) -> Summary:
        """Read, check, add up and write; ``output`` and ``data`` may be URLs.

        Rows beyond what a sheet holds are written as Parquet beside the workbook where ``data`` is
        not given. Nothing is read where an earlier run was given the same.
        """
        names = tuple(names)
        if not is_url(output):
            check_replaceable(Path(output), force=self._options.force)
        files = self._inputs(names, output)
        _check_data(data)
        if not self._read_options.cache:
            return self._run(files).write(output, data, watch)
        with Cache(setup_of(self._read_options)) as cache:
            key = None if data or is_url(output) else self._key(cache.setup, output)
            if key and (kept := self._kept(key, cache, files, output)):
                if watch:
                    watch(len(files), len(files))
                return Summary(kept.figures, kept.problems, "", kept.own_outputs)
            run = self._run(files, cache)
            summary = run.write(output, data, watch)
            name = key.of_files(files, cache) if key and not summary.data else ""
            if name:
                made = KeptOutput(summary.written, summary.problems, summary.own_outputs)
                CachedOutputs().keep(name, Path(output), run.file, made)
        return summary

    def _inputs(self, names: tuple[str | Path, ...], output: str) -> PackedList[InputFile]:
        """Return the files to read; refuses an output that is one of them."""
        found = PackedList(InputFile, expand_inputs(names))
        self._check_output(names, found, output)
        return without(self._own_files(output), found)

    def _run(self, files: PackedList[InputFile], cache: Cache | None = None) -> SummaryRun:
        from xlform.summary.summary_run import SummaryRun  # noqa: PLC0415  (rules and all else)

        return SummaryRun(self._read_options, self._options, self._by, files, cache)

    def _kept(
        self, key: OutputKey, cache: Cache, files: PackedList[InputFile], output: str
    ) -> KeptOutput | None:
        """Write the workbook of an earlier run that was given the same; ``None`` for none."""
        name = key.of_files(files, cache)
        return CachedOutputs().copy(name, Path(output), force=self._options.force) if name else None

    def _key(self, setup: bytes, output: str) -> OutputKey | None:
        """Return what the workbook depends on besides the files; ``None`` if it is not known."""
        roster = self._options.roster or ""
        try:
            contents = file_hash(Path(roster)) if roster else ""
        except (OSError, ValueError):
            return None  # it can't be read, which is said where it is read
        options = self._options
        return OutputKey(
            setup,
            self._read_options.project.note,
            (roster, contents),
            (options.year, options.latest, self._by),
            str(Path(output).absolute().parent),
            by_time=options.latest == "time",
        )

    def _check_output(
        self, names: tuple[str | Path, ...], found: PackedList[InputFile], output: str
    ) -> None:
        """Refuse an output that is an input or the roster.

        An earlier summary may be among the inputs: it is passed over.
        """
        path = Path(output)
        if is_url(output) or not is_file(path):
            return
        roster = self._options.roster
        named = {*map(str, names), *([roster] if roster else [])}
        own = output_kind(path) != ""
        inputs = (file.location for file in found if not file.members and not own)
        for name in (*named, *inputs):
            if not is_url(name) and os.path.isfile(name) and path.samefile(name):  # noqa: PTH113  (called for ten thousand files)
                raise FileProblem("over-input", path=output)

    def _own_files(self, output: str) -> list[Path]:
        """Return files of ours that may be among the submissions."""
        paths = (output, self._options.roster)
        return [Path(path) for path in paths if path and not is_url(path)]


def _check_data(data: str) -> None:
    """Refuse a folder for the rows that can't be used, before an hour is spent."""
    if not data:
        return
    from xlform.files.extras import require_data_extra  # noqa: PLC0415  (few runs write rows)
    from xlform.summary.data_folder import check_data_folder  # noqa: PLC0415  (as above)

    require_data_extra()
    if not is_url(data):
        check_data_folder(Path(data))


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
    forget_changed()
    project = project_from(Path(settings)) if settings else Project()
    forget_changed(files=project.words)
    read_options = ReadOptions(project, None, jobs, cache, scheduler)
    options = SummaryOptions(str(roster) if roster else None, year, latest, force)
    return Summarizer(read_options, options, by).run(names, str(output), str(data or ""), watch)
