"""Byte offsets of the elements of a part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from xlform.errors import FileProblem
from xlform.ooxml.edit.splice import Splice, closing, opened

# A tag ends at the first > outside quotes.
_TAG = re.compile(rb"<(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_BETWEEN = " "
_NAME_PARTS = 3


class Element:
    """Element of a part: its names, attributes and offsets.

    ``[start, inner)`` is its start tag, ``[inner_end, end)`` its end tag; for an empty element
    ``inner``, ``inner_end`` and ``end`` are the same. ``prefix`` includes its colon. ``attributes``
    without a namespace have their bare names as keys, others ``namespace name``.
    """

    __slots__ = (
        "attributes", "children", "end", "inner", "inner_end", "local", "namespace", "parent",
        "prefix", "start",
    )  # fmt: skip

    def __init__(self, name: str, parent: Element | None, start: int, inner: int) -> None:
        self.namespace, self.local, self.prefix = _split(name)
        self.parent = parent
        self.children: list[Element] = []
        self.attributes: dict[str, str] = {}
        self.start = start
        self.inner = self.inner_end = self.end = inner

    @property
    def empty(self) -> bool:
        """True if the element is a single tag."""
        return self.inner == self.end

    def child(self, local: str) -> Element | None:
        """Return the first child of that name in the element's own namespace."""
        return next(self.each(local), None)

    def each(self, local: str) -> Iterator[Element]:
        """Yield the children of that name in the element's own namespace."""
        own = self.namespace
        return (c for c in self.children if c.local == local and c.namespace == own)

    def tag(self, data: bytes) -> bytes:
        """Its start tag as written."""
        return data[self.start : self.inner]

    def appended(self, data: bytes, content: bytes, tag: bytes = b"") -> Iterator[Splice]:
        """Yield the splices that append content and, if given, replace the start tag."""
        if self.empty:
            own = tag or self.tag(data)
            yield Splice(self.start, self.end, opened(own) + content + closing(own))
            return
        if tag:
            yield Splice(self.start, self.inner, tag)
        yield Splice(self.inner_end, self.inner_end, content)


Opened = Callable[[Element], None]
Closed = Callable[[Element], bool]


def _split(name: str) -> tuple[str, str, str]:
    parts = name.split(_BETWEEN)
    if len(parts) == 1:
        return "", name, ""
    prefix = parts[2] + ":" if len(parts) == _NAME_PARTS else ""
    return parts[0], parts[1], prefix


def outline(
    data: bytes, file: str, part: str, on_open: Opened | None = None, on_close: Closed | None = None
) -> Element:
    """Return the root of a part's UTF-8 text, with the descendants that ``on_close`` keeps.

    Raises :class:`FileProblem` where the text is no XML or has a DOCTYPE.
    """
    try:
        return _Pass(data, on_open, on_close).root()
    except (expat.ExpatError, UnicodeError, ValueError) as damage:
        raise FileProblem("damaged-part", path=file, part=part) from damage


class _Pass:
    """One pass of expat over a part."""

    def __init__(self, data: bytes, on_open: Opened | None, on_close: Closed | None) -> None:
        self._data = data
        self._on_open = on_open
        self._on_close = on_close
        self._at: Element | None = None
        self._root: Element | None = None
        # The text has been decoded to UTF-8, even if its declaration names another encoding.
        self._parser = parser = expat.ParserCreate("UTF-8", _BETWEEN)
        parser.namespace_prefixes = True
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.StartDoctypeDeclHandler = self._doctype

    def root(self) -> Element:
        self._parser.Parse(self._data, True)  # noqa: FBT003  (expat's own argument)
        if self._root is None:
            raise ValueError
        return self._root

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self._data, start)
        if tag is None:
            raise ValueError(start)
        element = Element(name, self._at, start, tag.end())
        for key, value in attributes.items():
            namespace, local, _ = _split(key)
            element.attributes[f"{namespace} {local}" if namespace else local] = value
        self._at = element
        if self._on_open:
            self._on_open(element)

    def _close(self, _name: str) -> None:
        element = self._at
        if element is None:
            raise ValueError
        # For an empty element expat reports the end after its tag.
        if not self._data.endswith(b"/>", element.start, element.inner):
            element.inner_end = self._parser.CurrentByteIndex
            element.end = self._data.index(b">", element.inner_end) + 1
        self._at = parent = element.parent
        keep = self._on_close is None or self._on_close(element)
        if parent is None:
            self._root = element
        elif keep:
            parent.children.append(element)

    def _doctype(self, *_: object) -> None:
        raise ValueError
