"""Output that appears whole or not at all, and replaces only what xlform wrote itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from xlform.errors import FileProblem, system_reason
from xlform.files.own_output import authorship
from xlform.files.unfinished import unfinished_path, write_through
from xlform.messages import translate
from xlform.model.regular_file import is_file, kind_of, real_path

_PROBLEMS: Final = {"foreign": "foreign-output", "edited": "edited-output"}


def check_replaceable(path: Path, *, force: bool = False, heading: bytes = b"") -> None:
    """Refuse an output that exists and is no file of xlform's own, unless ``force``.

    Devices, pipes and folders are always refused; an empty file is nobody's. ``heading`` is the
    first line of a CSV file, see :func:`.own_output.authorship`. Raises
    :class:`~xlform.errors.FileProblem`.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise FileProblem("unwritable", path=str(path), reason=system_reason(error)) from error
    if kind := kind_of(state.st_mode):
        raise FileProblem("not-regular", path=str(path), kind=translate(f"file-kind.{kind}"))
    if force or not state.st_size:
        return
    try:
        written_by = authorship(path, heading)
    except OSError:
        written_by = "foreign"
    if written_by in _PROBLEMS:
        raise FileProblem(_PROBLEMS[written_by], path=str(path))


def check_not_source(path: Path, sha256: str) -> None:
    """Refuse an output that is the file something was read from, known by its SHA-256."""
    try:
        same = bool(sha256) and is_file(path) and _sha256(path) == sha256
    except OSError:
        return  # the writer says what is wrong with it
    if same:
        raise FileProblem("over-input", path=str(path))


class NothingToWrite(Exception):
    """Raised within :func:`atomic_path` where there is no content: what is there stays as it is."""


@contextmanager
def atomic_path(
    path: Path, *, force: bool = False, heading: bytes = b"", mode: int | None = None
) -> Iterator[Path]:
    """Yield a path to write to in the same folder, which replaces ``path`` only at the end.

    Of a link the file it leads to is replaced. ``mode`` are the permissions of the file, else those
    of any new one. Raises :class:`~xlform.errors.FileProblem` for what :func:`check_replaceable`
    refuses, and where the folder can't be written to.
    """
    check_replaceable(path, force=force, heading=heading)
    target = real_path(path)
    unfinished = unfinished_path(target)
    try:
        unfinished.touch(0o600, exist_ok=False)
    except OSError as error:
        raise FileProblem("unwritable", path=str(path), reason=system_reason(error)) from error
    replaced = False
    try:
        yield unfinished
        write_through(unfinished)
        unfinished.chmod(0o666 & ~_umask() if mode is None else mode)
        unfinished.replace(target)
        replaced = True
    except NothingToWrite:
        pass  # an empty file would only stand for a good one
    except OSError as error:
        raise FileProblem("unwritable", path=str(path), reason=system_reason(error)) from error
    finally:
        if not replaced:
            with suppress(OSError):  # the next run removes it
                unfinished.unlink()


@contextmanager
def atomic_file(path: Path, *, force: bool = False, heading: bytes = b"") -> Iterator[TextIO]:
    """Yield a text stream in UTF-8 whose file appears only when all of it is written."""
    with (
        atomic_path(path, force=force, heading=heading) as unfinished,
        unfinished.open("w", encoding="utf-8") as stream,
    ):
        yield stream
        stream.flush()


def _sha256(path: Path) -> str:
    import hashlib  # noqa: PLC0415  (loads OpenSSL; needed where a file is in the way)

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _umask() -> int:
    """Return the permissions that new files are denied, which can only be read by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
