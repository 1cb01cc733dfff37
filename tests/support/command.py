"""The command line: run within the test's own process, or started as one where that is tested."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from unittest import mock

from xlform.__main__ import main
from xlform.messages import set_language

Completed = subprocess.CompletedProcess[str]
_NONE: Mapping[str, str] = MappingProxyType({})


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    language: str = "",
    env: Mapping[str, str] = _NONE,
) -> Completed:
    """Return the exit code and the output of the command, run within this process.

    Starting Python and importing the package takes longer than most commands do. An exception
    that would end a process with a traceback ends the test.
    """
    words = [*map(str, arguments)]
    output, errors = _stream(), _stream("backslashreplace")
    with (
        mock.patch.dict(os.environ, _environment(language, env), clear=True),
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(errors),
        mock.patch("os.get_terminal_size", side_effect=OSError("output is no terminal")),
        mock.patch("gc.freeze"),
        mock.patch("xlform.cli.run.unforeseen", side_effect=_raised),
        _as_before(),
    ):
        code = main(words)
    return _completed(words, code, _text(output), _text(errors))


def _raised(crash: BaseException) -> None:
    """Raise what the program would tell as an internal error."""
    raise crash


def start(
    *arguments: str | Path,
    cwd: Path | None = None,
    language: str = "",
    env: Mapping[str, str] = _NONE,
    shell: str = "",
) -> Completed:
    """Return the exit code and the output of the command, started as a user starts it.

    ``shell`` are redirections that a shell does before.
    """
    words = [sys.executable, "-m", "xlform", *map(str, arguments)]
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {shell}', "sh", *words] if shell else words,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=_environment(language, env),
        cwd=cwd,
        check=False,
    )
    return _completed(words, done.returncode, done.stdout, done.stderr)


def _environment(language: str, env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of both ways of running; the width of this terminal is not theirs."""
    own = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return {**own, "XLFORM_LANG": language, "PYTHONUTF8": "1", **env}


def _completed(words: list[str], code: int, output: str, errors: str) -> Completed:
    """Return the result; a traceback is never an answer."""
    assert "Traceback" not in errors + output
    return subprocess.CompletedProcess(words, code, output, errors)


def _stream(errors: str = "strict") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors)


def _text(stream: io.TextIOWrapper) -> str:
    """Return what was written, its line ends read as a pipe opened for text reads them."""
    stream.flush()
    stream.seek(0)
    return stream.read()


@contextlib.contextmanager
def _as_before() -> Iterator[None]:
    """Take back what the program settles for a process that is its own."""
    thresholds = gc.get_threshold()
    set_language("")
    try:
        yield
    finally:
        set_language("")
        gc.set_threshold(*thresholds)
