"""Folders of the files that xlform works with: templates of forms and word lists.

A folder of a district's own goes before the shipped one, which stays in force for everything the
district has not written anew.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

VARIABLE = "XLFORM_TEMPLATES"


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


def shipped_samples() -> Path:
    """Return the folder of sample submissions inside the wheel, or that of the checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "samples"
    return shipped if shipped.is_dir() else package.parents[1] / "samples" / "broken"
