"""Packages of the optional extras, looked for before they are imported."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from xlform.errors import XlformError

_DATA: Final = ("pyarrow", "duckdb")


def require_data_extra() -> None:
    """Check that the packages of the extra ``[data]`` are installed; nothing is imported.

    Raises :class:`~xlform.errors.XlformError` with the command that installs them.
    """
    missing = [package for package in _DATA if find_spec(package) is None]
    if missing:
        raise XlformError("no-data-extra", packages="、".join(missing))
