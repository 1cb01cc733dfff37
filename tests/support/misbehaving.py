"""The program ``xlform``, but for files whose names say what their reading does to its process."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from xlform.__main__ import main
from xlform.formats import source

_file_bytes = source.file_bytes


def _misbehave(path: Path) -> bytes:
    """Return the bytes of a file, or do what its name says; "once" does it in the first process."""
    name = path.name
    if "once" in name:
        tried = path.with_suffix(".tried")
        name = "" if tried.exists() else name
        tried.touch()
    if "busy" in name:
        while True:
            pass
    if "deaf" in name:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        time.sleep(600)
    if "waits" in name:
        time.sleep(600)
    if "memory" in name:
        hoard = [bytes(1 << 20) for _ in range(1 << 12)]
        return hoard[0]
    if "abort" in name:
        os.kill(os.getpid(), signal.SIGABRT)
    if "killed" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "exits" in name:
        os._exit(0)
    return _file_bytes(path)


if __name__ == "__main__":
    source.file_bytes = _misbehave
    sys.exit(main())
