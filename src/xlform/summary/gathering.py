"""Files to a spool: found, read and checked by as many processes as there are, then arranged.

What is between the files is asked last, of the ledger: see :meth:`.Checker.check_batch`.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from xlform.checking.check import Checker
from xlform.checking.settings import Project
from xlform.files.input_file import InputFile
from xlform.files.inputs import expand_inputs
from xlform.messages import language
from xlform.model.findings import BatchFinding
from xlform.summary.record import decoded, encoded, refused
from xlform.summary.spool import Spool
from xlform.summary.work import Setup

# Told how many files are done, and of how many.
Watch = Callable[[int, int], None]
Answer = tuple[InputFile, bytes]


class Plan(msgspec.Struct, frozen=True):
    """How files are read and checked.

    ``jobs`` is how many processes work, 0 for one a core; ``scheduler`` the address of a Dask
    cluster to work in their place; ``cache`` whether what is known of unchanged files is used.
    ``templates`` is a folder of templates in place of the shipped ones.
    """

    project: Project = Project()
    templates: Path | None = None
    jobs: int = 0
    cache: bool = True
    scheduler: str = ""


def gather(
    names: Iterable[str | Path],
    spool: Spool,
    plan: Plan,
    watch: Watch | None = None,
    but: Iterable[Path] = (),
) -> None:
    """Read and check everything the names mean into the spool, and arrange it.

    ``but`` are files that are none of them though they lie in the same folder: the summary of last
    time, the roster.
    Raises what :class:`.Checker` raises for settings, rules and templates that can't
    be used; whatever is wrong with a file is in its record.
    """
    checker = Checker(plan.project, plan.templates)
    setup = Setup(plan.project, plan.templates, language())
    others = tuple(but)
    found = [one for one in expand_inputs(names) if not any(_is(one, path) for path in others)]
    total = len(found)
    for done, (one, record) in enumerate(_records(found, plan, setup), 1):
        found_in = decoded(record)
        skipped = one.skipped or (one.optional and found_in.formless)
        spool.add(one.info, found_in, skipped=skipped)
        if watch:
            watch(done, total)
    spool.arrange()
    _tell_between(checker, spool)


def _records(found: list[InputFile], plan: Plan, setup: Setup) -> Iterator[Answer]:
    """The record of each input: told at once, known from before, or worked out."""
    for one in found:
        if one.problem:
            yield one, encoded(refused(one.problem))
    readable = [one for one in found if not one.problem]
    if not plan.cache:
        yield from _worked_out(readable, plan, setup)
        return
    from xlform.summary.cache import Cache, kept_records  # noqa: PLC0415  (some want none)

    with Cache(setup) as cache:
        yield from kept_records(cache, readable, lambda new: _worked_out(new, plan, setup))


def _worked_out(inputs: list[InputFile], plan: Plan, setup: Setup) -> Iterator[Answer]:
    if not inputs:
        return
    if plan.scheduler:
        from xlform.summary.cluster import Cluster  # noqa: PLC0415  (an extra)

        with Cluster(plan.scheduler, setup) as cluster:
            yield from cluster.records(inputs)
        return
    from xlform.summary.pool import Pool  # noqa: PLC0415  (processes only where something is read)

    with Pool(setup, plan.jobs or cores()) as pool:
        yield from pool.records(inputs)


def _is(one: InputFile, path: Path) -> bool:
    """Whether an input is that very file."""
    return one.info.name == path.name and Path(one.location).resolve() == path.resolve()


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell_between(checker: Checker, spool: Spool) -> None:
    """Rules over a batch, asked of the ledger; what they find goes to the files it is told of."""
    batch = checker.check_batch_index(spool.batch_index())
    told: dict[str, list[BatchFinding]] = defaultdict(list)
    for finding in batch.findings:
        told[batch.paths.get(finding.file, "")].append(finding)
    for path, findings in told.items():
        spool.tell(path, findings)
