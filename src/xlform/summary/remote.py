"""Files that lie behind a URL (``s3://…``, ``memory://…``, ``file://…``): an extra, by fsspec."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlform.errors import FileProblem
from xlform.formats.source import FILE_AT_MOST
from xlform.summary.data import MARK
from xlform.summary.inputs import Input, is_paper, passed_over
from xlform.summary.spool import Handed

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


def listed(url: str) -> Iterator[Input]:
    """The files a URL means: one file, a folder with all below it, or a pattern."""
    try:
        system, path = _system(url)
        names = _names(system, path)
    except FileProblem as problem:
        yield Input(Handed(url, url), url, problem=str(problem))
        return
    if not names:
        missing = str(FileProblem("no-file-matches", path=url))
        yield Input(Handed(url, url), url, problem=missing)
    for name in names:
        yield _input(system, url, name, chosen=names == [path])


def _input(system: AbstractFileSystem, url: str, name: str, *, chosen: bool) -> Input:
    full = system.unstrip_protocol(name)
    own = name.rpartition("/")[2]
    ending = Path(own).suffix.lower()
    size = int(system.info(name).get("size") or 0)
    handed = Handed(full, own, size)
    problem = "" if chosen else passed_over(full, own, ending, size)
    if not problem and ending == ".zip":
        problem = str(FileProblem("archive-behind-url", path=url))
    perhaps = not chosen and not problem and is_paper(ending)
    return Input(handed, full, (), problem, bool(problem) and not chosen, perhaps)


def url_bytes(url: str) -> bytes:
    """What lies behind a URL; :class:`~xlform.errors.FileProblem` where it can't be read."""
    system, path = _system(url)
    with _store_faults(url):
        size = int(system.info(path).get("size") or 0)
    if size > FILE_AT_MOST:
        limit = FILE_AT_MOST >> 20
        raise FileProblem("too-large-file", path=url, size=size >> 20, limit=limit)
    with _store_faults(url):
        data: bytes = system.cat_file(path)
    if not data:
        raise FileProblem("empty-file", path=url)
    return data


@contextmanager
def uploaded(url: str, made: Path) -> Iterator[Path]:
    """A path to write to; what stands there at the end is put behind the URL, whole."""
    system, path = _system(url)
    yield made
    try:
        if made.is_dir():
            _put_folder(system, made, path)
        else:
            _put(system, made, path)
    except FileProblem:
        raise
    except Exception as fault:  # every kind of store has its own
        raise FileProblem("unwritable", path=url, reason=str(fault) or repr(fault)) from fault


def _put_folder(system: AbstractFileSystem, made: Path, path: str) -> None:
    """Put a data folder in the place of an earlier one, its mark last."""
    mark = f"{path}/{MARK}"
    if system.exists(path):
        if not system.exists(mark):
            raise FileProblem("not-a-data-folder", path=path, mark=MARK)
        system.rm(path, recursive=True)
    files = sorted(one for one in made.rglob("*") if one.is_file() and one.name != MARK)
    for one in [*files, made / MARK]:
        _put(system, one, f"{path}/{one.relative_to(made).as_posix()}")


def _put(system: AbstractFileSystem, made: Path, path: str) -> None:
    parent = path.rpartition("/")[0]
    if parent:
        system.makedirs(parent, exist_ok=True)
    system.put_file(str(made), path)


def _system(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        import fsspec  # noqa: PLC0415  (an extra)
    except ImportError:
        raise FileProblem("no-fsspec", path=url) from None
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as fault:
        raise FileProblem("unreadable", path=url, reason=str(fault)) from fault
    return found


def _names(system: AbstractFileSystem, path: str) -> list[str]:
    with _store_faults(path):
        if any(sign in path for sign in "*?["):
            return sorted(map(str, system.glob(path)))
        if system.isdir(path):
            return sorted(map(str, system.find(path)))
    return [path]


@contextmanager
def _store_faults(url: str) -> Iterator[None]:
    """What a store raises, in a sentence."""
    try:
        yield
    except FileNotFoundError:
        raise FileProblem("missing-file", path=url) from None
    except Exception as fault:  # every kind of store has its own
        raise FileProblem("unreadable", path=url, reason=str(fault) or repr(fault)) from fault
