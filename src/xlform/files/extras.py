"""Packages of the optional extras, looked for before they are imported."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from xlform.errors import XlformError
from xlform.messages import listed

_DATA: Final = ("pyarrow", "duckdb")
_SERVE: Final = ("starlette", "uvicorn", "jinja2", "python_multipart")


def require_data_extra() -> None:
    """Check that the packages of the extra ``[data]`` are installed; nothing is imported.

    Raises :class:`~xlform.errors.XlformError` with the command that installs them.
    """
    if missing := _missing(_DATA):
        raise XlformError("no-data-extra", packages=missing)


def require_serve_extra() -> None:
    """Check that the packages of the extra ``[serve]`` are installed, as above."""
    if missing := _missing(_SERVE):
        raise XlformError("no-serve-extra", packages=missing)


def _missing(packages: tuple[str, ...]) -> str:
    """Return the names of the packages that are not installed; "" if all are."""
    return listed(package for package in packages if find_spec(package) is None)


def require_pandas() -> None:
    """Check that pandas is installed, which the frames of Python users are made with.

    Raises :class:`~xlform.errors.XlformError` with the command that installs it.
    """
    if find_spec("pandas") is None:
        raise XlformError("no-pandas")
