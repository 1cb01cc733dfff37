"""The public verb ``summarize``: everything that was handed in to one workbook, and to data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from xlform.checking.check import Checker
from xlform.checking.roster import Roster, read_roster
from xlform.checking.settings import Project, load_project
from xlform.files.extras import require_data_extra
from xlform.files.input_file import is_url
from xlform.files.inputs import expand_inputs
from xlform.messages import translate
from xlform.summary.data import MARK, see_that_it_is_ours, write_data
from xlform.summary.district import District, reckoned
from xlform.summary.gathering import Plan, Watch, gather
from xlform.summary.layout import layouts
from xlform.summary.spool import Spool
from xlform.summary.versions import Latest
from xlform.summary.workbook.book import Written, write_summary
from xlform.summary.workbook.funds import By
from xlform.template.store import load_templates, templates_folder


class Reckoning(msgspec.Struct, frozen=True):
    """Which units are expected, which year counts, which of a unit's files is the later one."""

    roster: str | None = None
    year: int | None = None
    latest: Latest = "name"


class Summary(msgspec.Struct, frozen=True):
    """What a summary came to.

    ``written`` tells what stands in the workbook, ``problems`` are the sentences on files that were
    not read, ``data`` is where the rows lie as Parquet ("" for nowhere).
    """

    written: Written
    problems: tuple[str, ...]
    data: str = ""


class Summarizing:
    """Settings, roster and rules made ready before anything is read.

    Raises :class:`~.settings.SettingsProblem`, :class:`~xlform.model.word_lists.WordsProblem` and
    :class:`~xlform.checking.roster.RosterProblem` for what can't be used.
    """

    def __init__(self, plan: Plan, reckoning: Reckoning, by: By = "fund") -> None:
        self._plan = plan
        self._reckoning = reckoning
        self._by = by
        self._context = Checker(plan.project, plan.templates).context
        path = reckoning.roster
        self._roster: Roster | None = read_roster(Path(path), self._context) if path else None

    def run(
        self, names: Iterable[str | Path], output: str, data: str = "", watch: Watch | None = None
    ) -> Summary:
        """Read, check, reckon and write; ``output`` and ``data`` may be URLs.

        Rows that no sheet can hold lie as Parquet beside the workbook where ``data`` is not told.
        """
        names = tuple(names)
        if data:
            require_data_extra()
        if data and not is_url(data):
            see_that_it_is_ours(Path(data))  # before an hour is spent
        known = layouts(load_templates(self._plan.templates or templates_folder()))
        with Spool() as spool:
            gather(names, spool, self._plan, watch, self._beside(output))
            district = self._reckoned(spool, names)
            with _placed(output) as path:
                linked = not is_url(output)
                written = write_summary(path, spool, known, district, by=self._by, linked=linked)
            if not data and written.continued and not is_url(output):
                stem = translate("summarize.data-folder", name=Path(output).stem)
                data = str(Path(output).with_name(stem))
            if data:
                with _placed(data) as folder:
                    write_data(folder, spool, known)
            problems = tuple(one.problem for one in spool.files() if one.problem)
        return Summary(written, problems, data)

    def _beside(self, output: str) -> list[Path]:
        """Files of ours that may lie among those that are handed in."""
        roster = self._reckoning.roster
        return [Path(one) for one in (output, roster) if one and not is_url(one)]

    def _reckoned(self, spool: Spool, names: tuple[str | Path, ...]) -> District:
        wanted = self._reckoning
        given: dict[str, int] = {}
        if wanted.latest == "given":
            given = {one.info.path: n for n, one in enumerate(expand_inputs(names))}
        return reckoned(
            spool,
            self._context,
            roster=self._roster,
            year=wanted.year,
            latest=wanted.latest,
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
) -> Summary:
    """Write the summary of files, folders, patterns and archives into the workbook ``output``.

    ``roster`` is a CSV file or workbook of the units that are expected, ``data`` a folder for the
    rows as Parquet, ``settings`` an ``xlform.toml``; none is looked for. ``jobs`` processes read, 0
    for one a core; ``scheduler`` is the address of a Dask cluster that does so in their place.
    ``watch`` is told how many files are done, and of how many. A file that can't be read costs
    itself alone and is named in the summary. Raises :class:`~xlform.errors.XlformError` for
    settings that can't be used and for an output that can't be written.

    Processes are started: on Windows and macOS a script calls this below
    ``if __name__ == "__main__":``.
    """
    names = (paths,) if isinstance(paths, str | Path) else paths
    project = load_project(Path(settings)) if settings else Project()
    plan = Plan(project, None, jobs, cache, scheduler)
    reckoning = Reckoning(str(roster) if roster else None, year, latest)
    return Summarizing(plan, reckoning, by).run(names, str(output), str(data or ""), watch)


@contextmanager
def _placed(place: str) -> Iterator[Path]:
    """A path to write to; behind a URL what was written there is put once all of it is."""
    if not is_url(place):
        yield Path(place)
        return
    from xlform.files.remote import upload  # noqa: PLC0415  (fsspec is an extra)

    with tempfile.TemporaryDirectory(prefix="xlform-") as folder:
        made = Path(folder) / place.rstrip("/").rpartition("/")[2]
        with upload(place, made, MARK) as local:
            yield local
