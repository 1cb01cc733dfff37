"""Notes on cells: their words in a comments part, added to those that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from xlform.grid.address import cell_name
from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.splice import Splice, xml_text
from xlform.ooxml.escaping import escape, unescape
from xlform.ooxml.read.own_comments import GAP, appended_at, is_own_comment

COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
# The placeholder of a threaded comment: its words are replaced by the thread's when it is shown.
_THREADED: Final = "tc="


class Note(msgspec.Struct, frozen=True):
    """Note on a cell: runs of text, each with whether it is bold.

    ``right`` is the last column of the cell's merge; the box opens next to it.
    """

    row: int
    column: int
    right: int
    runs: tuple[tuple[str, bool], ...]

    @property
    def cell(self) -> str:
        """The cell's name."""
        return cell_name(self.row, self.column)

    @property
    def text(self) -> str:
        """The whole text of the note."""
        return "".join(words for words, _ in self.runs)


def empty_comments(namespace: str) -> bytes:
    """Return the text of a comments part without any."""
    return f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'.encode()


class Comments:
    """The comments of a sheet: its part's text and outline."""

    def __init__(self, data: bytes, root: Element) -> None:
        self._data = data
        self._prefix = root.prefix
        authors, listed = root.child("authors"), root.child("commentList")
        if authors is None or listed is None:
            raise ValueError
        self._authors, self._list = authors, listed
        self._known = {c.attributes.get("ref", "").upper(): c for c in listed.each("comment")}

    def edits(self, notes: Iterable[Note], author: str) -> list[Splice]:
        """Return the splices that add notes; on a cell with a note the text is appended to it."""
        edits: list[Splice] = []
        new = []
        number = len(self._authors.children)
        for note in notes:
            there = self._known.get(note.cell)
            if there is None:
                new.append(self._comment(note, number))
            elif not self._threaded(there):
                edits += self._extended(there, note)
        if new:
            name = f"<{self._prefix}author>{xml_text(author)}</{self._prefix}author>"
            edits += self._authors.appended(self._data, name.encode())
            edits += self._list.appended(self._data, "".join(new).encode())
        return edits

    def unboxed(self, notes: Iterable[Note]) -> list[Note]:
        """Return the notes whose cells have no box in the drawing yet."""
        return [note for note in notes if note.cell not in self._known]

    def own(self) -> tuple[list[str], list[str]]:
        """Return the cells whose comment an earlier check wrote, and those it appended to."""
        whole = [cell for cell, comment in self._known.items() if self._is_own(comment)]
        appended = [
            cell
            for cell, comment in self._known.items()
            if cell not in whole and appended_at(self._words(comment)) >= 0
        ]
        return whole, appended

    def removals(self) -> Iterator[Splice]:
        """Yield the splices that take out what an earlier check wrote."""
        for comment in self._known.values():
            if self._is_own(comment):
                yield Splice(comment.start, comment.end, b"")
            else:
                yield from self._cut(comment, appended_at(self._words(comment)))

    def _is_own(self, comment: Element) -> bool:
        return is_own_comment(self._author(comment), self._words(comment))

    def _cut(self, comment: Element, length: int) -> Iterator[Splice]:
        """Yield the splices that leave so many characters of a comment; all of it for -1."""
        if length < 0:
            return
        for run, text in self._texts(comment):
            words = self._content(text)
            if length <= 0:
                yield Splice(run.start, run.end, b"")
            elif len(words) > length:
                kept = escape(words[:length]).encode()
                yield Splice(text.inner, text.inner_end, kept)
            length -= len(words)

    def _words(self, comment: Element) -> str:
        return "".join(self._content(text) for _, text in self._texts(comment))

    def _texts(self, comment: Element) -> Iterator[tuple[Element, Element]]:
        """Yield each text of a comment with the run it is in, if it is in one."""
        text = comment.child("text")
        for child in text.children if text else []:
            if child.local == "t":
                yield child, child
            elif child.local == "r" and (inner := child.child("t")):
                yield child, inner

    def _content(self, text: Element) -> str:
        return unescape(self._data[text.inner : text.inner_end].decode(), {})

    def _author(self, comment: Element) -> str:
        number = int(comment.attributes.get("authorId", "0"))
        authors = list(self._authors.each("author"))
        name = authors[number] if number < len(authors) else None
        words = self._data[name.inner : name.inner_end] if name else b""
        return unescape(words.decode(), {})

    def _threaded(self, comment: Element) -> bool:
        return self._author(comment).startswith(_THREADED)

    def _extended(self, comment: Element, note: Note) -> Iterator[Splice]:
        text = comment.child("text")
        if text is None:
            return
        runs = self._runs(((GAP, False), *note.runs)).encode()
        ends = [child.end for child in text.children if child.local in {"t", "r"}]
        if ends:
            yield Splice(max(ends), max(ends), runs)
        else:
            yield from text.appended(self._data, runs)

    def _comment(self, note: Note, author: int) -> str:
        p = self._prefix
        text = f"<{p}text>{self._runs(note.runs)}</{p}text>"
        return f'<{p}comment ref="{note.cell}" authorId="{author}">{text}</{p}comment>'

    def _runs(self, runs: Iterable[tuple[str, bool]]) -> str:
        p = self._prefix
        written = []
        for words, bold in runs:
            weight = f"<{p}b/>" if bold else ""
            font = f'<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="宋体"/>'
            look = f'<{p}rPr>{weight}{font}<{p}family val="3"/><{p}charset val="134"/></{p}rPr>'
            text = f'<{p}t xml:space="preserve">{xml_text(words)}</{p}t>'
            written.append(f"<{p}r>{look}{text}</{p}r>")
        return "".join(written)
