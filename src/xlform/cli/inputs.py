"""The files that the arguments of a command mean: names, patterns and folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from xlform.cli.verbosity import note
from xlform.errors import FileProblem
from xlform.files.name_patterns import expand_patterns, is_url
from xlform.model.regular_file import is_folder


class Inputs(msgspec.Struct, frozen=True):
    """Paths of the files to read, in order; one that turns out to hold no forms is taken out.

    ``problems`` are the sentences on those that can't be read, such as an empty folder;
    ``named`` are the arguments themselves; ``optional`` are documents found in folders, which may
    hold forms or not.
    """

    paths: list[str]
    problems: Mapping[str, str] = {}
    optional: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()


def find_inputs(names: Sequence[str]) -> Inputs:
    """Return the files meant; folders are walked, and what is passed over in them is printed."""
    paths: dict[str, None] = {}
    problems: dict[str, str] = {}
    optional: set[str] = set()
    for name in expand_patterns(names):
        if is_url(name) or not is_folder(name):
            paths[name] = None
            continue
        from xlform.files.inputs import expand_inputs  # noqa: PLC0415  (folders)

        for file in expand_inputs([name]):
            if file.skipped:
                note(file.problem)
                continue
            path = file.info.path if file.members else file.location
            paths[path] = None
            if file.problem:
                problems[path] = file.problem
            elif file.members:
                problems[path] = str(FileProblem("in-archive", path=path))
            elif file.optional:
                optional.add(path)
    return Inputs(list(paths), problems, frozenset(optional), tuple(names))
