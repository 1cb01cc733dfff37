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
    """Yield a path to write to in the same folder, which replaces ``path`` only at the end.

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
    """Yield a text stream in UTF-8 whose file appears only when all of it is written."""
    with atomic_path(path) as unfinished, unfinished.open("w", encoding="utf-8") as stream:
        yield stream
        stream.flush()


def _umask() -> int:
    """Return the permissions that new files are denied, which can only be read by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
