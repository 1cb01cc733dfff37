"""Several files of a folder, all written before the first of them appears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from xlform.errors import FileProblem
from xlform.files.output import atomic_path


@contextmanager
def staged_files(folder: Path, names: Iterable[str]) -> Iterator[list[Path]]:
    """Yield paths to write to, one for each name; on success, rename them to these names.

    Creates the folder if needed. After an exception no file is replaced and none is left behind.
    Raises :class:`~xlform.errors.FileProblem` for errors of the system; if it refuses to replace a
    file at the very end (open in Excel, for example), files not yet renamed are lost.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise FileProblem("unwritable", path=folder, reason=reason) from fault
    with ExitStack() as stack:
        yield [stack.enter_context(atomic_path(folder / name)) for name in names]
