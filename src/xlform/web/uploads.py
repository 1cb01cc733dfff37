"""Files of a form, written to the round's folder as they come, under names of our own.

The name a file has outside is data: it is shown, and its ending says what format to expect. It
never becomes a path.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from xlform.files.input_file import FileInfo, InputFile
from xlform.terminal.visible import visible
from xlform.web.limits import Limits
from xlform.web.refusal import Refused
from xlform.web.rounds import Round, RoundFull

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# Takes a stored file by its id.
Receive = Callable[[str, InputFile], None]
TOKEN_FIELD: Final = "form-token"  # noqa: S105  (the name of a field)
_FILE_FIELD: Final = "files"
_CONTENT: Final = "content"
_FIELD_AT_MOST: Final = 1_000
_HEADERS_AT_MOST: Final = 8


async def store_files(
    round_: Round,
    content_type: str,
    chunks: AsyncIterator[bytes],
    limits: Limits,
    receive: Receive | None = None,
) -> None:
    """Add the files of a ``multipart/form-data`` body to the round, each as soon as it is whole.

    With ``receive`` they are stored and handed to that function in place of being added.

    The form token has to come before the first file. A file that is too large, or one too many, is
    left out with a notice of the round. Raises :class:`.Refused` for a body that is malformed, ends
    early, has too many parts, or no valid token; the file it was in is removed.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise Refused(415, "web.refused-request")
    parts = _Parts(round_, limits, receive)
    try:
        parser = MultipartParser(
            boundary,
            parts.callbacks(),
            max_header_size=limits.part_headers,
            max_header_count=_HEADERS_AT_MOST,
        )
        async for chunk in chunks:
            parser.write(chunk)
        parser.finalize()
        parts.check_end()
    except FormParserError:
        raise Refused(400, "web.refused-request") from None
    finally:
        parts.discard()


class _Parts:
    """The parts of a body: the form token, and files, of which one at a time is open."""

    def __init__(self, round_: Round, limits: Limits, receive: Receive | None) -> None:
        self._round = round_
        self._limits = limits
        self._receive = receive
        self._count = 0
        self._header = [b"", b""]
        self._disposition = b""
        self._field = ""
        self._text = b""
        self._file: _StoredFile | None = None
        self._allowed = False
        self._ended = False

    def callbacks(self) -> MultipartCallbacks:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_begin": self._begin_header,
            "on_header_field": lambda data, start, end: self._add_header(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._add_header(1, data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": lambda data, start, end: self._add(data[start:end]),
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def check_end(self) -> None:
        """Refuse a body that ended before its last boundary, or without the form token."""
        if not self._ended or not self._allowed:
            raise Refused(400 if self._allowed else 403, "web.refused-token")

    def discard(self) -> None:
        """Remove the file that did not come whole."""
        if self._file:
            self._file.discard()
            self._file = None

    def _begin(self) -> None:
        self._count += 1
        if self._count > self._limits.parts:
            raise Refused(413, "web.round-too-many", limit=self._limits.parts)
        self._disposition = self._text = b""

    def _begin_header(self) -> None:
        self._header = [b"", b""]

    def _add_header(self, at: int, data: bytes) -> None:
        self._header[at] += data

    def _end_header(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = value

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        if self._field == _FILE_FIELD:
            if not self._allowed:
                raise Refused(403, "web.refused-token")
            name = options.get(b"filename", b"").decode("utf-8", "replace")
            if name:  # a form without a chosen file sends a part without a name
                self._file = _StoredFile(self._round, name, self._limits, self._receive)

    def _add(self, data: bytes) -> None:
        if self._file:
            self._file.write(data)
        elif len(self._text) + len(data) <= _FIELD_AT_MOST:
            self._text += data

    def _end_part(self) -> None:
        if self._field == TOKEN_FIELD:
            own = self._round.form_token.encode()
            self._allowed = hmac.compare_digest(self._text, own)
            if not self._allowed:
                raise Refused(403, "web.refused-token")
        if self._file:
            file, self._file = self._file, None
            file.close()

    def _end(self) -> None:
        self._ended = True


class _StoredFile:
    """A file being stored; :meth:`close` adds it to the round, unless there was too much of it."""

    def __init__(self, round_: Round, name: str, limits: Limits, receive: Receive | None) -> None:
        self._round = round_
        self._receive = receive
        self._limits = limits
        self._path = _cut(visible(name.replace("\\", "/")), limits.name)
        self._size = 0
        self._left_out = self._discarded = False
        self._id, place = round_.new_place()
        self._content = place / _CONTENT
        self._stream: BinaryIO = self._content.open("xb")

    def write(self, data: bytes) -> None:
        if self._left_out:
            return
        if self._size + len(data) > self._limits.file:
            limit = self._limits.file >> 20
            self._leave_out(RoundFull("web.file-too-large", name=self._path, limit=limit))
            return
        try:
            self._round.reserve(len(data))
        except RoundFull as full:
            self._leave_out(full)
            return
        self._size += len(data)
        self._stream.write(data)

    def close(self) -> None:
        if self._left_out:
            return
        self._stream.close()
        name = PurePosixPath(self._path).name
        info = FileInfo(self._path, name, self._size)
        # A folder holds much that is no submission; a file by itself was named by somebody.
        chosen = "/" not in self._path
        file = InputFile(info, str(self._content))
        if self._receive:
            self._receive(self._id, file)
            return
        try:
            self._round.add(self._id, file, chosen=chosen)
        except RoundFull as full:
            self._leave_out(full)

    def discard(self) -> None:
        if self._discarded:
            return
        self._discarded = True
        self._stream.close()
        self._round.release(self._size)
        self._content.unlink(missing_ok=True)
        self._content.parent.rmdir()

    def _leave_out(self, full: RoundFull) -> None:
        self._left_out = True
        self.discard()
        self._round.add_notice(full)


def _cut(name: str, most: int) -> str:
    """Return the end of a name that is too long: it has the ending."""
    return name if len(name) <= most else f"…{name[-most:]}"
