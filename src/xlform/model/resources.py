"""Folders of the files that xlform works with: templates of forms and word lists.

A folder of a district's own goes before the shipped one, which stays in force for everything the
district has not written anew. What is made of the files is kept for the whole process; the verbs
that Python programs call forget it where a file has changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from xlform.model.memoize import empty_caches
from xlform.model.regular_file import is_file, is_folder, is_link

VARIABLE = "XLFORM_TEMPLATES"
# Folders of a set, in it of its forms, in these of what belongs to one.
_LEVELS = 3
# The state of files and folders as they were last looked at, and the folders in force then.
_states: dict[Path, object] = {}
_in_force: list[tuple[Path, ...]] = []


def template_folders(own: Path | None = None) -> tuple[Path, ...]:
    """Return the folders of templates, those that go before others first.

    ``own`` or the folders of XLFORM_TEMPLATES (several are separated as in PATH), then the user's
    folder where there is one, then the shipped one.
    """
    user = user_templates()
    exists = os.path.isdir(user)  # noqa: PTH112  (each file of a batch asks)
    return _in_order(own, os.environ.get(VARIABLE, ""), user if exists else None)


@lru_cache(maxsize=16)
def _in_order(own: Path | None, named: str, user: Path | None) -> tuple[Path, ...]:
    """Return the folders, each once; ``named`` are those of XLFORM_TEMPLATES."""
    chosen = (own,) if own else _folders_in(named)
    return tuple(dict.fromkeys((*chosen, *((user,) if user else ()), shipped_templates())))


def templates_folder() -> Path:
    """Return the folder that goes before all others."""
    return template_folders()[0]


def add_template_folders(folders: tuple[str, ...]) -> None:
    """Put folders before those of XLFORM_TEMPLATES, for this process and those it starts."""
    known = os.environ.get(VARIABLE, "")
    paths = [os.path.abspath(folder) for folder in folders]  # noqa: PTH100  (links stay as named)
    os.environ[VARIABLE] = os.pathsep.join([*paths, *filter(None, [known])])


def _folders_in(named: str) -> tuple[Path, ...]:
    return tuple(Path(name) for name in named.split(os.pathsep) if name)


def user_templates() -> Path:
    """Return the folder of the user's own templates, which need not exist."""
    variable = "APPDATA" if sys.platform == "win32" else "XDG_CONFIG_HOME"
    return _user_templates(os.environ.get(variable, ""), os.environ.get("HOME", ""))


@lru_cache(maxsize=16)
def _user_templates(settings: str, _: str) -> Path:
    """Return the folder below that of a user's settings, by default the one in the home folder.

    The second argument is the home folder as the environment names it.
    """
    if sys.platform == "win32":
        folder = Path(settings) if settings else Path.home() / "AppData" / "Roaming"
    else:
        folder = Path(settings) if settings else Path("~/.config").expanduser()
    return folder / "xlform" / "templates"


@lru_cache(maxsize=1)
def shipped_templates() -> Path:
    """Return the folder of the templates inside the wheel, or that of the checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parents[1] / "templates"


def is_shipped(path: Path) -> bool:
    """Return True for a file or folder of the shipped templates."""
    shipped = f"{shipped_templates()}{os.sep}"
    return f"{path}{os.sep}".startswith(shipped)  # ten times as fast as is_relative_to


def shipped_samples() -> Path:
    """Return the folder of sample submissions inside the wheel, or that of the checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "samples"
    return shipped if shipped.is_dir() else package.parents[1] / "samples" / "broken"


def files_below(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files below a folder, by name: the path in it, and the path to open it.

    Those in linked folders are included.
    """
    path = os.fspath(folder)
    yield from _files_below(path, "", _LEVELS, {os.path.realpath(path)})


def _files_below(folder: str, name: str, levels: int, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield as above, with ``name`` before each; ``seen`` are the places that links led to."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = entry.path
        if is_file(path):
            yield name + entry.name, path
        elif levels and is_folder(path):  # what is deeper is no template's
            if is_link(path):
                place = os.path.realpath(path)
                if place in seen:  # it leads back
                    continue
                seen.add(place)
            yield from _files_below(path, f"{name}{entry.name}/", levels - 1, seen)


def forget_changed(own: Path | None = None, files: Iterable[Path] = ()) -> None:
    """Empty all caches of this process where own templates or word lists have changed.

    These are the files below the folders of templates but the shipped one, ``own`` among them, and
    word lists named elsewhere. For the beginning of a verb: nothing may be at work.
    """
    named, shipped = template_folders(), shipped_templates()
    in_force = (*named, *template_folders(own)) if own else named
    folders = {folder for folder in in_force if folder != shipped}
    states: dict[Path, object] = {folder: _state_of_folder(folder) for folder in folders}
    states |= {path: _state(path) for path in files}
    before = _in_force[0] if _in_force else named
    if named != before or any(_states.get(path, now) != now for path, now in states.items()):
        empty_caches()
    _in_force[:] = [named]
    _states.update(states)


def _state_of_folder(folder: Path) -> object:
    return {name: _state(path) for name, path in files_below(folder)}


def _state(path: str | Path) -> tuple[int, ...]:
    """Return what changes when a file is written again or replaced; nothing for a missing one."""
    try:
        state = os.stat(path)  # noqa: PTH116  (each call of a verb asks)
    except OSError:
        return ()
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
