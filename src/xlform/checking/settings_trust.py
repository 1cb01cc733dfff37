"""Reasons not to take a project file that nobody named: whoever hands in files could have put it.

Leaving rules out is the office's business, never a unit's. A file that is named by ``--config`` is
taken from anywhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from xlform.files.name_patterns import expand_patterns, is_url
from xlform.model.regular_file import is_folder, real_path

Distrust = Literal["", "among-inputs", "link", "open-to-all", "other-owner"]


def distrust(path: Path, given: Iterable[str] = ()) -> Distrust:
    """Return why a project file found above is not taken; "" if it may be.

    ``given`` are the inputs of the command: files, folders, patterns.
    """
    if _is_among(path, given):
        return "among-inputs"
    if path.is_symlink() and real_path(path).parent != real_path(path.parent):
        return "link"
    if os.name != "posix":
        return ""
    try:
        state, folder = path.stat(), path.parent.stat()
    except OSError:
        return ""  # the reader says what is wrong with it
    anybody = stat.S_IWOTH
    in_open_folder = folder.st_mode & anybody and not folder.st_mode & stat.S_ISVTX
    if state.st_mode & anybody or in_open_folder:
        return "open-to-all"
    user = os.geteuid()
    return "" if user == 0 or state.st_uid in (0, user) else "other-owner"


def _is_among(path: Path, given: Iterable[str]) -> bool:
    real = real_path(path)
    for name in expand_patterns(name for name in given if not is_url(name)):
        place = real_path(name)
        if real == place or (is_folder(name) and real.is_relative_to(place)):
            return True
    return False
