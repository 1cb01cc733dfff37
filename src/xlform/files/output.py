"""Output that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from xlform.errors import FileProblem


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A path to write to in the same folder; it takes the place of ``path`` only at the end.

    Raises :class:`~xlform.errors.FileProblem` where the folder can't be written to.
    """
    try:
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix
        )
        os.close(handle)
    except OSError as reason:
        text = reason.strerror or str(reason)
        raise FileProblem("unwritable", path=str(path), reason=text) from reason
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    except OSError as reason:
        text = reason.strerror or str(reason)
        raise FileProblem("unwritable", path=str(path), reason=text) from reason
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def atomic_file(path: Path) -> Iterator[TextIO]:
    """A text stream in UTF-8 whose file appears only when all of it is written."""
    with atomic_path(path) as unfinished, unfinished.open("w", encoding="utf-8") as stream:
        yield stream
        stream.flush()


def _umask() -> int:
    """The rights new files are denied; the system tells them only by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
