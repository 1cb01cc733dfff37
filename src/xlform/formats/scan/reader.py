"""Scans and photographs to a grid.

The pages are read by libraries of an extra (``xlform[scan]``) in a separate process with limits of
its own: CPU time for each page, and memory.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import msgspec

from xlform.errors import FileProblem
from xlform.formats.scan.content import (
    PAGES_AT_MOST,
    PIXELS_AT_MOST,
    SECONDS_A_PAGE_AT_MOST,
    ScanContent,
)
from xlform.formats.scan.sheets import scan_sheets
from xlform.grid.model import Grid
from xlform.isolation.failures import is_time_limit, time_problem
from xlform.isolation.own_process import unlimited_memory

READER = (sys.executable, "-m", "xlform.formats.scan.process")
_LIBRARIES = ("cv2", "onnxruntime", "rapidocr", "pypdfium2", "PIL")
_WAITED_AT_MOST = 180


def has_scan_extra() -> bool:
    """Return whether the libraries of the extra are installed."""
    return all(find_spec(library) is not None for library in _LIBRARIES)


def read_scan(data: bytes, name: str) -> Grid:
    """Return the grid of a picture, or of a PDF without text; ``name`` is what messages call it.

    Raises :class:`~xlform.errors.FileProblem` for one that is damaged, too large, without text, or
    can't be read for want of the extra.
    """
    content = scan_content(data, name)
    return Grid(scan_sheets(content, name))


def scan_content(data: bytes, name: str) -> ScanContent:
    """Return what is on the pages of a scan; raises as :func:`read_scan` does."""
    if not has_scan_extra():
        raise FileProblem("scan-extra", path=name)
    content = _run_reader(data, name)
    if content.fault:
        limits = {"limit": PAGES_AT_MOST, "pixels": PIXELS_AT_MOST // 1_000_000}
        raise FileProblem(content.fault, path=name, **limits)
    return content


def _run_reader(data: bytes, name: str) -> ScanContent:
    try:
        with unlimited_memory():  # it limits its own
            done = subprocess.run(  # noqa: S603  (a command of ours, no user's words)
                READER,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_WAITED_AT_MOST,
                check=True,
            )
        return msgspec.json.decode(done.stdout, type=ScanContent)
    except subprocess.CalledProcessError as ended:
        if is_time_limit(ended.returncode):
            raise time_problem(name, SECONDS_A_PAGE_AT_MOST) from ended
        raise FileProblem("scan-damaged", path=name) from ended
    except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as damage:
        raise FileProblem("scan-damaged", path=name) from damage
