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
    chosen = (own,) if own else _of_environment()
    user = user_templates()
    folders = (*chosen, *((user,) if user.is_dir() else ()), shipped_templates())
    return tuple(dict.fromkeys(folders))


def templates_folder() -> Path:
    """Return the folder that goes before all others."""
    return template_folders()[0]


def add_template_folders(folders: tuple[str, ...]) -> None:
    """Put folders before those of XLFORM_TEMPLATES, for this process and those it starts."""
    known = os.environ.get(VARIABLE, "")
    paths = [os.path.abspath(folder) for folder in folders]  # noqa: PTH100  (links stay as named)
    os.environ[VARIABLE] = os.pathsep.join([*paths, *filter(None, [known])])


def _of_environment() -> tuple[Path, ...]:
    named = os.environ.get(VARIABLE, "").split(os.pathsep)
    return tuple(Path(name) for name in named if name)


def user_templates() -> Path:
    """Return the folder of the user's own templates, which need not exist."""
    if sys.platform == "win32":
        settings = os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming"
    else:
        settings = os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser()
    return Path(settings) / "xlform" / "templates"


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
