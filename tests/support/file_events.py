"""File events of a command, each of which can end its process or fail: for crash points.

Events are calls that change a file below a folder: opening for writing, write, fsync, rename,
remove, mkdir, rmdir, link, chmod. Most are told by Python's audit events; writes and syncs are
wrapped. What SQLite and other native code writes is not seen, only that the file is opened.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from xlform.__main__ import main as program
from xlform.files import unfinished

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_AUDITED: Final = frozenset(
    {
        "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
        "os.chmod", "sqlite3.connect",
    }
)  # fmt: skip


def run_to_event(
    folder: Path, words: Sequence[str], at: int = 0, error: int = 0
) -> tuple[int, str, list[str]]:
    """Return exit code, messages and events of a command, run in a process forked from this one.

    Event ``at`` below ``folder``, from 1, ends it as a kill does, or with ``error`` fails with that
    number; at 0 nothing is disturbed.
    """
    messages, events = folder / "messages.log", folder / "events.log"
    events.write_bytes(b"")
    child = os.fork()
    if not child:
        _run_here(_Counter(str(folder), at, error, events), words, messages)
    _, status = os.waitpid(child, 0)
    told = messages.read_text(encoding="utf-8", errors="replace")
    return os.waitstatus_to_exitcode(status), told, events.read_text(encoding="utf-8").split()


def _run_here(counter: _Counter, words: Sequence[str], messages: Path) -> NoReturn:
    """Run a command in this process, which ends with it."""
    code = 1
    try:
        handle = os.open(messages, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        unfinished._cleaned.clear()  # noqa: SLF001  (as a process of its own)
        tempfile.tempdir = None
        counter.install()
        code = program([*words])
    except BaseException:  # noqa: BLE001  (shown as the program's own would be)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class _Counter:
    """Events of this process; the one of number ``at`` ends it or fails."""

    def __init__(self, folder: str, at: int, error: int, report: Path) -> None:
        self._folder = folder
        self._at = at
        self._error = error
        self._report = os.open(report, os.O_WRONLY | os.O_APPEND)
        self._write = os.write
        self._count = 0
        self._owner = os.getpid()

    def install(self) -> None:
        """Begin to count; there is no way back."""
        os.write = self._counted("write", os.write)
        os.fsync = self._counted("fsync", os.fsync)
        opened = _open_with(self.event)
        io.open = builtins.open = opened
        sys.addaudithook(self._audit)

    def event(self, name: str, path: object) -> None:
        """Count an event; end the process or fail where it is due."""
        if not self._concerns(path):
            return
        self._count += 1
        self._write(self._report, f"{name}\n".encode())
        if self._count != self._at:
            return
        if not self._error:
            os.kill(self._owner, signal.SIGKILL)  # a forked worker goes with its parent
            os._exit(137)
        shown = os.fsdecode(path) if isinstance(path, bytes | str | os.PathLike) else None
        raise OSError(self._error, os.strerror(self._error), shown)

    def _concerns(self, path: object) -> bool:
        if isinstance(path, int):
            try:
                path = os.readlink(f"/proc/self/fd/{path}")  # noqa: PTH115  (hardly a path)
            except OSError:
                return False
        if not isinstance(path, bytes | str | os.PathLike):
            return False
        shown = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  (links stay)
        return shown.startswith(self._folder) and not shown.endswith(".log")

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING:
                self.event("open", path)
        elif event in _AUDITED:
            self.event(event, arguments[1] if event == "os.rename" else arguments[0])

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(handle: int, *rest: object) -> object:
            self.event(name, handle)
            return call(handle, *rest)

        return counted


def _open_with(event: Callable[[str, object], None]) -> Callable[..., Any]:
    """Return ``open`` whose files tell each write that reaches the system."""
    original = io.open

    class Told(io.FileIO):
        def write(self, data: Any, /) -> int:  # noqa: ANN401  (any buffer)
            event("write", self.fileno())
            return super().write(data)

    def opened(
        file: Any,  # noqa: ANN401  (as open takes it)
        mode: str = "r",
        buffering: int = -1,
        *rest: Any,  # noqa: ANN401
        **named: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if isinstance(file, int) or not set(mode) & set("wax+") or buffering == 0:
            return original(file, mode, buffering, *rest, **named)
        raw = Told(file, mode.replace("b", "").replace("t", ""))
        stream: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" not in mode:
            stream = io.TextIOWrapper(stream, *rest, **named)
            stream.mode = mode
        return stream

    return opened
