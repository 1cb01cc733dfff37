"""Streaming XML parser, for formats whose cells are all in one long part."""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn, Protocol
from xml.parsers import expat

from xlform.errors import FileProblem
from xlform.ooxml.read.package import ELEMENTS_AT_MOST, PART_AT_MOST

DEPTH_AT_MOST = 200
Attributes = dict[str, str]


class Handler(Protocol):
    """Handler of elements; names are like ``table:cell``, see :func:`_short`."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def words(self, text: str) -> None:
        """Take a piece of text."""


def parse(data: bytes, handler: Handler, file: str, part: str) -> None:
    """Parse a part, and call the handler for its elements and text.

    Raises :class:`~xlform.errors.FileProblem` where it is no XML, has a DOCTYPE, or is larger than
    a form.
    """
    if len(data) > PART_AT_MOST:
        raise FileProblem("part-too-large", path=file, part=part)
    reading = _Reading(handler, file, part)
    try:
        reading.parser.Parse(data, True)  # noqa: FBT003  (expat takes it by position)
    except (expat.ExpatError, LookupError, ValueError) as damage:
        raise FileProblem("damaged-part", path=file, part=part) from damage


class _Reading:
    """One pass of expat with shortened names and a count of elements."""

    def __init__(self, handler: Handler, file: str, part: str) -> None:
        self._handler = handler
        self._file = file
        self._part = part
        self._count = self._depth = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = handler.words
        parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: Attributes) -> None:
        self._count += 1
        self._depth += 1
        if self._count > ELEMENTS_AT_MOST or self._depth > DEPTH_AT_MOST:
            raise FileProblem("part-too-large", path=self._file, part=self._part)
        self._handler.start(_short(name), {_short(key): text for key, text in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(_short(name))

    def _doctype(self, *_: object) -> NoReturn:
        # No office program writes one; it is the door of every entity bomb.
        raise FileProblem("doctype", path=self._file)


@lru_cache(maxsize=2_048)
def _short(name: str) -> str:
    """``urn:…:xmlns:table:1.0 table-cell`` as ``table:table-cell``: the namespace's last word."""
    space, blank, local = name.rpartition(" ")
    words = [word for word in space.replace("/", ":").split(":") if word]
    while words and not words[-1][:1].isalpha():
        words.pop()
    return f"{words[-1]}:{local}" if blank and words else local
