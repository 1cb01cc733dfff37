"""Folder of the files that come with xlform: templates of forms and word lists."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path


def templates_folder() -> Path:
    """Return the folder of the templates: XLFORM_TEMPLATES, else the one that is shipped."""
    chosen = os.environ.get("XLFORM_TEMPLATES")
    return Path(chosen) if chosen else shipped_templates()


@lru_cache(maxsize=1)
def shipped_templates() -> Path:
    """Return the folder of the templates inside the wheel, or that of the checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parents[1] / "templates"
