"""Files to a spool: found, read and checked by as many processes as there are, then arranged.

The rules between files run last, over the batch index: see :meth:`.Checker.batch_findings`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from xlform.checking.settings import Project
from xlform.files.input_file import InputFile
from xlform.files.inputs import expand_inputs
from xlform.isolation.cores import cores
from xlform.messages import language
from xlform.model.packed_list import PackedList
from xlform.model.regular_file import is_folder, real_path
from xlform.summary.cache import Cache, cached_records
from xlform.summary.setup import FileRecord, Setup

if TYPE_CHECKING:
    from xlform.checking.check import Checker
    from xlform.summary.spool import Spool

# Called with the number of files done, and of all.
Watch = Callable[[int, int], None]


class ReadOptions(msgspec.Struct, frozen=True):
    """Options of reading and checking.

    ``jobs`` is the number of processes, 0 for one a core; ``scheduler`` the address of a Dask
    cluster to work in their place; ``cache`` whether records of unchanged files are reused.
    ``templates`` is a folder of templates that go before the shipped ones.
    """

    project: Project = Project()
    templates: Path | None = None
    jobs: int = 0
    cache: bool = True
    scheduler: str = ""


def collect(
    names: Iterable[str | Path],
    spool: Spool,
    options: ReadOptions,
    watch: Watch | None = None,
    exclude: Iterable[Path] = (),
) -> PackedList[InputFile]:
    """Read and check everything the names mean into the spool, and arrange it; return the files.

    ``exclude`` is that of :func:`without`. Raises what :class:`.Checker` raises for settings, rules
    and templates that can't be used; a problem of a file is in its record.
    """
    files = without(exclude, expand_inputs(names))
    with ExitStack() as opened:
        cache = opened.enter_context(Cache(setup_of(options))) if options.cache else None
        collect_files(files, spool, options, watch, cache)
    return files


def without(exclude: Iterable[Path], files: Iterable[InputFile]) -> PackedList[InputFile]:
    """Return the files but for some that hold no submissions though they are in the same folder.

    ``exclude`` are files and folders: the summary of the last run, the roster.
    """
    excluded = tuple(exclude)
    folders = [real_path(path) for path in excluded if is_folder(path)]
    kept = (
        file
        for file in files
        if not any(_is_same(file, path) for path in excluded) and not _is_below(file, folders)
    )
    return PackedList(InputFile, kept)


def collect_files(
    files: Collection[InputFile],
    spool: Spool,
    options: ReadOptions,
    watch: Watch | None = None,
    cache: Cache | None = None,
) -> None:
    """Read and check these files into the spool, and arrange it; raises as :func:`collect`."""
    from xlform.checking.check import Checker  # noqa: PLC0415  (rules: not where all is known)

    checker = Checker(options.project, options.templates)
    read_files(files, spool, options, watch, cache)
    check_batch(checker, spool)


def read_files(
    files: Collection[InputFile],
    spool: Spool,
    options: ReadOptions,
    watch: Watch | None = None,
    cache: Cache | None = None,
) -> None:
    """Do as :func:`collect_files`, but for the rules between files."""
    from xlform.summary.record import decoded  # noqa: PLC0415  (rules: not where all is known)

    for done, (file, data) in enumerate(_records(files, options, cache), 1):
        record = decoded(data)
        skipped = file.skipped or (file.optional and record.no_forms)
        spool.add(file.info, record, skipped=skipped)
        if watch:
            watch(done, len(files))
    spool.arrange()


def setup_of(options: ReadOptions) -> Setup:
    """Return what all processes that read have to share."""
    return Setup(options.project, options.templates, language())


def _records(
    files: Collection[InputFile], options: ReadOptions, cache: Cache | None
) -> Iterator[FileRecord]:
    """Yield the record of each file: of a known problem, from the cache, or newly read."""
    from xlform.summary.record import encoded, failed_record  # noqa: PLC0415  (as above)

    for file in files:
        if file.problem:
            yield file, encoded(failed_record(file.problem, code=file.code))
    readable = PackedList(InputFile, (file for file in files if not file.problem))
    setup = setup_of(options)
    if cache is None:
        yield from _new_records(readable, options, setup)
    else:
        yield from cached_records(cache, readable, lambda new: _new_records(new, options, setup))


def _new_records(
    files: PackedList[InputFile], options: ReadOptions, setup: Setup
) -> Iterator[FileRecord]:
    if not files:
        return
    if options.scheduler:
        from xlform.summary.cluster import Cluster  # noqa: PLC0415  (an extra)

        with Cluster(options.scheduler, setup) as cluster:
            yield from cluster.records(list(files))
        return
    from xlform.summary.file_worker import FileWorker  # noqa: PLC0415  (as below)
    from xlform.summary.pool import Pool  # noqa: PLC0415  (processes only where a file is read)

    with Pool(setup, options.jobs or cores(), worker=FileWorker) as pool:
        yield from pool.records(files)


def _is_same(file: InputFile, path: Path) -> bool:
    return file.info.name == path.name and real_path(file.location) == real_path(path)


def _is_below(file: InputFile, folders: list[Path]) -> bool:
    return any(real_path(file.location).is_relative_to(folder) for folder in folders)


def check_batch(checker: Checker, spool: Spool) -> None:
    """Run the rules between files and add their findings to the files they are about."""
    spool.add_batch_findings(checker.batch_findings(spool.batch_index()))
