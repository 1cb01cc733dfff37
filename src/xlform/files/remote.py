"""Files behind a URL (``s3://…``, ``memory://…``, ``file://…``), read and written with fsspec."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlform.errors import FileProblem
from xlform.files.input_file import (
    ARCHIVES,
    MARKED,
    FileInfo,
    InputFile,
    is_document,
    own_output_problem,
    skip_reason,
)
from xlform.files.own_output import TAIL, has_properties, output_kind
from xlform.model.regular_file import FILE_AT_MOST

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


def remote_inputs(url: str) -> Iterator[InputFile]:
    """Yield the files a URL means: one file, a folder with all below it, or a pattern."""
    try:
        system, path = _system(url)
        names = _names(system, path)
    except FileProblem as problem:
        yield InputFile(FileInfo(url, url), url, problem=str(problem))
        return
    if not names:
        missing = str(FileProblem("no-file-matches", path=url))
        yield InputFile(FileInfo(url, url), url, problem=missing)
    for name in names:
        yield _input(system, url, name, chosen=names == [path])


def _input(system: AbstractFileSystem, url: str, name: str, *, chosen: bool) -> InputFile:
    full = system.unstrip_protocol(name)
    own_name = name.rpartition("/")[2]
    suffix = Path(own_name).suffix.lower()
    size = int(system.info(name).get("size") or 0)
    problem = "" if chosen else skip_reason(full, own_name, size)
    if not problem and not chosen and suffix in MARKED:
        problem = _own_output(system, name, full)
    if not problem and suffix in ARCHIVES:
        problem = str(FileProblem("archive-behind-url", path=url))
    return InputFile(
        FileInfo(full, own_name, size),
        full,
        problem=problem,
        skipped=bool(problem) and not chosen,
        optional=not chosen and not problem and is_document(suffix),
    )


def _own_output(system: AbstractFileSystem, name: str, url: str) -> str:
    """Return why a file in a folder is passed over if xlform wrote it; "" for any other."""
    try:
        with _store_errors(url):
            tail: bytes = system.cat_file(name, start=-TAIL)
            kind = output_kind(system.cat_file(name)) if has_properties(tail) else ""
    except FileProblem:
        return ""  # the reader says what is wrong with it
    return own_output_problem(url, kind) if kind else ""


def url_bytes(url: str) -> bytes:
    """Return the bytes behind a URL; :class:`~xlform.errors.FileProblem` if it can't be read."""
    system, path = _system(url)
    with _store_errors(url):
        size = int(system.info(path).get("size") or 0)
    if size > FILE_AT_MOST:
        limit = FILE_AT_MOST >> 20
        raise FileProblem("too-large-file", path=url, size=size >> 20, limit=limit)
    with _store_errors(url):
        data: bytes = system.cat_file(path)
    if not data:
        raise FileProblem("empty-file", path=url)
    return data


@contextmanager
def upload(url: str, local: Path, manifest: str) -> Iterator[Path]:
    """Yield the local path to write to, and put what was written there behind the URL.

    A folder replaces an earlier one only if that holds a file named ``manifest``, which is written
    last. Raises :class:`~xlform.errors.FileProblem` for a URL that can't be written to.
    """
    system, path = _system(url)
    yield local
    try:
        if local.is_dir():
            _put_folder(system, local, path, manifest)
        else:
            _put(system, local, path)
    except FileProblem:
        raise
    except Exception as error:  # every kind of store has its own
        raise FileProblem("unwritable", path=url, reason=str(error) or repr(error)) from error


def _put_folder(system: AbstractFileSystem, local: Path, path: str, manifest: str) -> None:
    if system.exists(path):
        if not system.exists(f"{path}/{manifest}"):
            raise FileProblem("not-a-data-folder", path=path, mark=manifest)
        system.rm(path, recursive=True)
    files = sorted(file for file in local.rglob("*") if file.is_file() and file.name != manifest)
    for file in [*files, local / manifest]:
        _put(system, file, f"{path}/{file.relative_to(local).as_posix()}")


def _put(system: AbstractFileSystem, local: Path, path: str) -> None:
    parent = path.rpartition("/")[0]
    if parent:
        system.makedirs(parent, exist_ok=True)
    system.put_file(str(local), path)


def _system(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        import fsspec  # noqa: PLC0415  (an extra)
    except ImportError:
        raise FileProblem("no-fsspec", path=url) from None
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise FileProblem("unreadable", path=url, reason=str(error)) from error
    return found


def _names(system: AbstractFileSystem, path: str) -> list[str]:
    with _store_errors(path):
        if any(char in path for char in "*?["):
            return sorted(map(str, system.glob(path)))
        if system.isdir(path):
            return sorted(map(str, system.find(path)))
    return [path]


@contextmanager
def _store_errors(url: str) -> Iterator[None]:
    """Turn the errors of a store, each with classes of its own, into one sentence."""
    try:
        yield
    except FileNotFoundError:
        raise FileProblem("missing-file", path=url) from None
    except Exception as error:  # every kind of store has its own
        raise FileProblem("unreadable", path=url, reason=str(error) or repr(error)) from error
