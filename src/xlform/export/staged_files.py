"""Several files of a folder, all written before the first of them appears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from xlform.errors import FileProblem, system_reason
from xlform.files.output import atomic_path


@contextmanager
def staged_files(
    folder: Path, names: Mapping[str, bytes], *, force: bool = False
) -> Iterator[list[Path]]:
    """Yield paths to write to, one for each name; on success, rename them to these names.

    ``names`` has the first line of each CSV file, by which an earlier one is known (``b""`` for
    other formats); a file that is none of xlform's is replaced only with ``force``.

    Creates the folder if needed. After an exception no file is replaced and none is left behind.
    Raises :class:`~xlform.errors.FileProblem` for errors of the system; if it refuses to replace a
    file at the very end (open in Excel, for example), files not yet renamed are lost.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        reason = system_reason(fault)
        raise FileProblem("unwritable", path=folder, reason=reason) from fault
    with ExitStack() as stack:
        yield [
            stack.enter_context(atomic_path(folder / name, force=force, heading=heading))
            for name, heading in names.items()
        ]
