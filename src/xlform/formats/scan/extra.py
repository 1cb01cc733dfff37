"""The extra that reading scans needs (``xlform[scan]``)."""

from __future__ import annotations

from importlib.util import find_spec

from xlform.errors import FileProblem

_LIBRARIES = ("cv2", "onnxruntime", "rapidocr", "pypdfium2", "PIL")


def has_scan_extra() -> bool:
    """Return whether the libraries of the extra are installed."""
    return all(find_spec(library) is not None for library in _LIBRARIES)


def require_scan_extra(name: str) -> None:
    """Raise :class:`~xlform.errors.FileProblem` for the scan ``name`` for want of the extra."""
    if not has_scan_extra():
        raise FileProblem("scan-extra", path=name)
