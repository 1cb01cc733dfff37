"""The way in which processes are started, by what this process and its folder allow."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
from pathlib import Path

import pytest

from xlform.summary.pool import methods


def test_a_long_temporary_folder_needs_no_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path of a socket has 108 bytes at most."""
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("长" * 30)))
    assert methods()[0] == "spawn"
    monkeypatch.setattr(tempfile, "tempdir", "short")
    known = multiprocessing.get_all_start_methods()
    assert methods()[0] == ("forkserver" if "forkserver" in known else "spawn")
