"""Notes on cells: their words in a comments part, added to those that are there."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Final

import msgspec

from xlform.grid.address import cell_name
from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.splice import Splice, xml_text
from xlform.ooxml.escaping import unescape

COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
# The placeholder of a threaded comment: its words are replaced by the thread's when it is shown.
_THREADED: Final = "tc="
# Text before what is appended to a comment, and the beginning of that.
_GAP: Final = "\n\n"
_HEADING: Final = re.compile(r"\[|1\. $")


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

    def written_by(self, authors: Container[str]) -> tuple[list[str], list[str]]:
        """Return the cells whose comment is by one of the authors, and those it was appended to."""
        whole = [cell for cell, comment in self._known.items() if self._author(comment) in authors]
        appended = [
            cell
            for cell, comment in self._known.items()
            if cell not in whole and self._appended(comment)
        ]
        return whole, appended

    def removals(self, authors: Container[str]) -> list[Splice]:
        """Return the splices that take out the comments by these authors, and appended text."""
        edits = []
        for comment in self._known.values():
            if self._author(comment) in authors:
                edits.append(Splice(comment.start, comment.end, b""))
            elif runs := self._appended(comment):
                edits.append(Splice(runs[0].start, runs[-1].end, b""))
        return edits

    def _author(self, comment: Element) -> str:
        number = int(comment.attributes.get("authorId", "0"))
        authors = list(self._authors.each("author"))
        name = authors[number] if number < len(authors) else None
        words = self._data[name.inner : name.inner_end] if name else b""
        return unescape(words.decode(), {})

    def _appended(self, comment: Element) -> list[Element]:
        """Return the runs that :meth:`edits` appended to a comment of somebody else."""
        text = comment.child("text")
        runs = list(text.each("r")) if text else []
        words = [self._words(run) for run in runs]
        for start in range(len(runs) - 1):
            bold = runs[start + 1].child("rPr")
            is_ours = words[start] == _GAP and _HEADING.match(words[start + 1])
            if is_ours and bold is not None and bold.child("b") is not None:
                return runs[start:]
        return []

    def _words(self, run: Element) -> str:
        text = run.child("t")
        return unescape(self._data[text.inner : text.inner_end].decode(), {}) if text else ""

    def _threaded(self, comment: Element) -> bool:
        return self._author(comment).startswith(_THREADED)

    def _extended(self, comment: Element, note: Note) -> Iterator[Splice]:
        text = comment.child("text")
        if text is None:
            return
        runs = self._runs(((_GAP, False), *note.runs)).encode()
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
