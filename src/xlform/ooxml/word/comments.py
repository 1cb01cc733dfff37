"""Comments added to a Word document: their part, and the marks around the text they belong to.

Source: ECMA-376 part 1, 17.13.4.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from xlform.errors import FileProblem
from xlform.ooxml.edit.outline import Element, outline
from xlform.ooxml.edit.package_editor import DECLARATION, PackageEditor
from xlform.ooxml.edit.splice import Splice, closing, opened, printable, xml_attribute
from xlform.ooxml.escaping import escape
from xlform.ooxml.whole_number import whole_number
from xlform.ooxml.word.names import NAMESPACES

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RANGE: Final = frozenset({"commentRangeStart", "commentRangeEnd"})
_REFERENCE: Final = "commentReference"

# Text of a comment in runs, each with whether it is bold.
Runs = Iterable[tuple[str, bool]]


class DocumentComments:
    """The comments of one document."""

    def __init__(self, editor: PackageEditor) -> None:
        self._editor = editor
        links = editor.links(editor.main).values()
        part = next((link.target for link in links if link.kind == "comments"), "")
        self._part = part if part in editor.package else ""

    def remove(self, authors: Container[str]) -> None:
        """Take out the comments by these authors, with their marks in the text."""
        if not self._part:
            return
        editor = self._editor
        ours = [one for one in self._comments() if _attribute(one, "author") in authors]
        editor.change(self._part, *(Splice(one.start, one.end, b"") for one in ours))
        ids = {_attribute(comment, "id") for comment in ours}
        marks = [
            mark.parent if mark.local == _REFERENCE and mark.parent else mark
            for mark in self._elements({*_RANGE, _REFERENCE})
            if _attribute(mark, "id") in ids
        ]
        editor.change(editor.main, *(Splice(mark.start, mark.end, b"") for mark in marks))

    def add(self, notes: Mapping[int, Runs], author: str) -> None:
        """Add a comment to each paragraph, by its ordinal among the paragraphs of the main part."""
        editor = self._editor
        paragraphs = self._elements({"p"})
        if any(ordinal > len(paragraphs) for ordinal in notes):
            raise FileProblem("damaged-part", path=editor.file, part=editor.main)
        ids = [_attribute(one, "id") for one in self._comments()] if self._part else []
        known = (whole_number(text) for text in ids)
        first = 1 + max((number for number in known if number is not None), default=-1)
        numbered = list(enumerate(sorted(notes), first))
        data = editor.text(editor.main)
        namespace = editor.outline(editor.main).namespace
        comments = (_comment(n, author, notes[ordinal], namespace) for n, ordinal in numbered)
        self._write("".join(comments).encode(), namespace)
        edits = [
            edit
            for number, ordinal in numbered
            for edit in _anchored(data, paragraphs[ordinal - 1], number)
        ]
        editor.change(editor.main, *edits)

    def _comments(self) -> list[Element]:
        text = self._editor.text(self._part)
        return outline(text, self._editor.file, self._part).children

    def _elements(self, names: Container[str]) -> list[Element]:
        """Return the elements of the main part with these names, in the order of the text."""
        editor = self._editor
        found: list[Element] = []

        def keep(element: Element) -> None:
            if element.local in names and element.namespace in NAMESPACES:
                found.append(element)

        outline(editor.text(editor.main), editor.file, editor.main, keep)
        return found

    def _write(self, comments: bytes, namespace: str) -> None:
        editor = self._editor
        if self._part:
            root = outline(editor.text(self._part), editor.file, self._part)
            editor.change(self._part, *root.appended(editor.text(self._part), comments))
            return
        tag = f'<w:comments xmlns:w="{namespace}"/>'.encode()
        content = DECLARATION + opened(tag) + comments + closing(tag)
        part = editor.add(editor.beside_main("comments.xml"), content, _TYPE)
        editor.relate(editor.main, "comments", part)


def _attribute(element: Element, name: str) -> str:
    values = (element.attributes.get(f"{namespace} {name}", "") for namespace in NAMESPACES)
    return next(filter(None, values), "")


def _comment(number: int, author: str, runs: Runs, namespace: str) -> str:
    """Return a comment; its prefix is its own, since the part may use another."""
    head = f'<w:comment xmlns:w="{namespace}" w:id="{number}" w:author={xml_attribute(author)}>'
    lines: list[list[str]] = [[]]
    for text, bold in runs:
        first, *rest = text.split("\n")
        lines[-1].append(_run(first, bold=bold))
        lines += [[_run(line, bold=bold)] for line in rest]
    return head + "".join(f"<w:p>{''.join(line)}</w:p>" for line in lines) + "</w:comment>"


def _run(text: str, *, bold: bool) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    words = escape(printable(text))
    return f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""


def _anchored(data: bytes, paragraph: Element, number: int) -> Iterator[Splice]:
    """Yield the splices that put a comment around the content of a paragraph."""
    prefix = paragraph.prefix or "w:"
    space = "" if paragraph.prefix else f' xmlns:w="{paragraph.namespace}"'
    identity = f'{space} {prefix}id="{number}"/>'
    start = f"<{prefix}commentRangeStart{identity}".encode()
    end = f"<{prefix}commentRangeEnd{identity}".encode()
    own = paragraph.prefix
    end += f"<{own}r><{prefix}{_REFERENCE}{identity}</{own}r>".encode()
    if paragraph.empty:
        yield from paragraph.appended(data, start + end)
        return
    properties = paragraph.child("pPr")
    begin = properties.end if properties else paragraph.inner
    yield Splice(begin, begin, start)
    yield Splice(paragraph.inner_end, paragraph.inner_end, end)
