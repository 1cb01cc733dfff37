"""Several files of one folder, all written before the first of them appears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from xlform.errors import FileProblem
from xlform.files.output import atomic_path


@contextmanager
def staged(folder: Path, names: Iterable[str]) -> Iterator[list[Path]]:
    """Paths to write to, one for each name; only when all went well do they take their names.

    Makes the folder where there is none. After an exception nothing is replaced and nothing left
    behind. Raises :class:`~xlform.errors.FileProblem` for what the system refuses; a file it
    refuses to replace at the very end (open in Excel, say) costs those not yet moved.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise FileProblem("unwritable", path=folder, reason=reason) from fault
    with ExitStack() as stack:
        yield [stack.enter_context(atomic_path(folder / name)) for name in names]
