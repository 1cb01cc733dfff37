"""Standard output and error that fail once, with the reason kept for the end of the command.

A full disk, a closed descriptor or a reader that has gone (``| head``) is no fault of the files: a
command that writes files finishes them, one that prints its result stops. Either is told in one
sentence, with the exit code of a file that could not be written.
"""

from __future__ import annotations

import codecs
import io
import os
import select
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_INPUT, _OUTPUT, _ERROR = 0, 1, 2


class OutputLost(Exception):
    """Standard output that can't be written to, in a command whose result is what it prints."""


class StandardStream(io.RawIOBase):
    """Raw output to a descriptor; what comes after an error is dropped.

    ``goes_on`` is True where the command has other outputs to finish.
    """

    def __init__(self, descriptor: int, *, goes_on: bool) -> None:
        super().__init__()
        self._descriptor = descriptor
        self.goes_on = goes_on
        self.error: OSError | None = None

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """Return True for a terminal."""
        return os.isatty(self._descriptor)

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some bytes, return their number; raises :class:`OutputLost` at the first error."""
        size = memoryview(data).nbytes
        if self.error is not None:
            return size
        try:
            return self._written(data)
        except OSError as error:
            self.error = error
        if not self.goes_on:
            raise OutputLost
        return size

    def _written(self, data: ReadableBuffer) -> int:
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:  # somebody shares the pipe and has set it so
                select.select([], [self._descriptor], [])


class StandardStreams:
    """The standard streams of this process while a command runs."""

    def __init__(self) -> None:
        self._output: StandardStream | None = None

    def open(self) -> None:
        """Put guarded streams in place of the process's own; those of a test stay.

        Closed descriptors are taken, so that no output file becomes standard output.
        """
        self._output = None
        if os.name != "posix":
            return
        with suppress(OSError):
            _take_closed()
        if sys.stdin is None:
            sys.stdin = open(_INPUT, encoding="utf-8", closefd=False)  # noqa: SIM115  (the process's own)
        if _is_own(sys.stdout, _OUTPUT):
            self._output = StandardStream(_OUTPUT, goes_on=False)
            sys.stdout = _text_stream(self._output, sys.stdout)
        if _is_own(sys.stderr, _ERROR):
            sys.stderr = _text_stream(StandardStream(_ERROR, goes_on=True), sys.stderr)

    def go_on(self) -> None:
        """Finish the command's files even if standard output is lost."""
        if self._output is not None:
            self._output.goes_on = True

    def lost(self) -> OSError | None:
        """Return why standard output could not be written to, after what waits was written."""
        try:
            sys.stdout.flush()
        except OutputLost:
            pass
        except OSError as error:
            return error
        return self._output.error if self._output else None


def _take_closed() -> None:
    """Open what is closed among the three descriptors, so that writing to it fails."""
    for descriptor in (_INPUT, _OUTPUT, _ERROR):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free descriptor is taken, which is this one. Messages have nowhere to go;
            # a result that can't be printed is told, so its place is one that can't be written to.
            os.open(os.devnull, os.O_WRONLY if descriptor == _ERROR else os.O_RDONLY)


def _is_own(stream: object, descriptor: int) -> bool:
    if stream is None:
        return True
    try:
        return isinstance(stream, io.TextIOWrapper) and stream.fileno() == descriptor
    except (OSError, ValueError):
        return False


def _text_stream(raw: StandardStream, before: object) -> io.TextIOWrapper:
    known = before if isinstance(before, io.TextIOWrapper) else None
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=known.encoding if known else "utf-8",
        errors=known.errors if known else "backslashreplace",
        newline="\n" if os.linesep == "\n" else None,
        line_buffering=raw.isatty() or raw.fileno() == _ERROR,
    )


def print_line(text: str, *, err: bool = False) -> None:
    """Print a text without colours and a line break to standard output or error, at once.

    Where a stream needs more than that, as consoles of Windows do, click prints it.
    """
    stream = sys.stderr if err else sys.stdout
    if os.name == "posix" and isinstance(stream, io.TextIOWrapper) and _is_unicode(stream):
        stream.write(f"{text}\n")
        stream.flush()
        return
    import click  # noqa: PLC0415  (most streams need no more)

    click.echo(text, err=err)


def _is_unicode(stream: io.TextIOWrapper) -> bool:
    """Return True for an encoding other than ASCII, which stands for a system without settings."""
    return codecs.lookup(stream.encoding).name != "ascii"


# One for the process: a command runs once.
standard_streams: Final = StandardStreams()
