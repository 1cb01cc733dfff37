"""Writer of forms in prose: each ``{name}`` in the blank document is replaced by a value.

Import it late: python-docx loads lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import groupby
from typing import Any, Final

import docx
import msgspec
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from xlform.errors import DeclarationProblem
from xlform.messages import listed
from xlform.model.submission import Form, Value
from xlform.ooxml.edit.splice import printable
from xlform.ooxml.word.styles import mark, set_properties, written
from xlform.template.form import FormTemplate
from xlform.writing.sentences import Sentences, format_value

_VALUE_MARK: Final = re.compile(r"\{([a-z_0-9.]+)\}")
_AUTHOR: Final = "xlform"
# Names that are no fields: the form's year, and the number of the current row.
_YEAR, _NUMBER = "year", "number"
_FULL_STOP: Final = "。"


class _Piece(msgspec.Struct, frozen=True):
    """Part of a paragraph: its text, the run it is formatted like, placeholder or not, comment."""

    text: str
    run: int
    placeholder: bool = False
    comment: str = ""


class ProseDocument:
    """Form written into a copy of its blank document.

    ``comments`` are added to the values at their paths. Missing values stay empty without
    ``sentences``, else they are marked placeholders; ``placeholders`` counts these once written.
    """

    def __init__(
        self,
        form: Form,
        template: FormTemplate,
        sentences: Sentences | None = None,
        comments: Mapping[str, str] | None = None,
    ) -> None:
        self._form = form
        self._template = template
        self._sentences = sentences
        self._comments = comments or {}
        self._document: Document = docx.Document(str(template.blank))
        self.placeholders = 0
        self._check_names()

    def _check_names(self) -> None:
        """Raise :class:`DeclarationProblem` if the blank names a value the form does not have."""
        template = self._template
        names = [_YEAR, *template.fields]
        for name, table in template.tables.items():
            names += [f"{name}.{column}" for column in (_NUMBER, *table.columns)]
        for paragraph in self._document.paragraphs:
            for match in _VALUE_MARK.finditer(paragraph.text):
                if match[1] not in names:
                    raise DeclarationProblem(
                        "blank-place", path=template.blank, name=match[1], known=listed(names)
                    )

    def written(self) -> bytes:
        """Return the document; its bytes are the same for the same form on any day."""
        return written(self.document())

    def document(self) -> Document:
        """Return the document with every value filled in."""
        paragraphs = list(self._document.paragraphs)
        for table, block in groupby(paragraphs, self._table_of):
            if table:
                self._repeat(table, list(block))
            else:
                for paragraph in block:
                    self._fill(paragraph, "")
        title = self._document.core_properties.title
        set_properties(self._document, title)
        return self._document

    def _table_of(self, paragraph: Paragraph) -> str:
        """Return the table for whose rows a paragraph is repeated; "" for none."""
        names = (match[1] for match in _VALUE_MARK.finditer(paragraph.text))
        return next((name.partition(".")[0] for name in names if "." in name), "")

    def _repeat(self, table: str, block: list[Paragraph]) -> None:
        """Repeat the paragraphs for each row of a table; without rows, once, with placeholders."""
        rows = self._form.tables.get(table, ())
        for number in range(len(rows) or 1):
            for paragraph in block:
                copy = deepcopy(_element(paragraph))
                _element(block[0]).addprevious(copy)
                self._fill(Paragraph(copy, self._document), f"{table}[{number}].")
        for paragraph in block:
            _remove(paragraph)

    def _fill(self, paragraph: Paragraph, row: str) -> None:
        """Put the values into a paragraph; ``row`` is the path of the row it is repeated for."""
        if not _VALUE_MARK.search(paragraph.text):
            return
        runs = paragraph.runs
        first, *more = self._pieces([run.text for run in runs], row)
        for pieces in reversed(more):
            copy = deepcopy(_element(paragraph))
            _element(paragraph).addnext(copy)
            self._write(Paragraph(copy, self._document), pieces)
        self._write(paragraph, first)

    def _pieces(self, texts: list[str], row: str) -> list[list[_Piece]]:
        """Return the paragraphs for one paragraph: several if a value has several lines."""
        chars = [(char, number) for number, text in enumerate(texts) for char in text]
        text = "".join(texts)
        paragraphs: list[list[_Piece]] = [[]]
        end = 0
        for match in _VALUE_MARK.finditer(text):
            paragraphs[-1] += _literal(chars[end : match.start()])
            end = match.end()
            run = chars[match.start()][1]
            lines = self._value_lines(match[1], row, run)
            # The full stop after a missing value is dropped with it.
            if not any(lines) and text[end : end + 1] == _FULL_STOP:
                end += 1
            paragraphs[-1] += lines[0]
            paragraphs += lines[1:]
        paragraphs[-1] += _literal(chars[end:])
        return paragraphs

    def _value_lines(self, name: str, row: str, run: int) -> list[list[_Piece]]:
        """Return the pieces of a value, line by line."""
        text = printable(format_value(self._value_of(name, row)))
        path = f"{row}{name.rpartition('.')[2]}" if row else name
        comment = self._comments.get(path, "")
        if not text and self._sentences is None:
            return [[]]
        if not text and self._sentences is not None:
            return [[_Piece(self._sentences.placeholder(name), run, placeholder=True)]]
        return [self._split_placeholders(line, run, comment) for line in text.split("\n")]

    def _value_of(self, name: str, row: str) -> Value | int:
        """Return the value of a field, or of a column in the current row."""
        table, _, column = name.rpartition(".")
        if not table:
            return self._form.year if name == _YEAR else self._form.fields.get(name)
        rows = self._form.tables.get(table, ())
        number = int(row.partition("[")[2].partition("]")[0])
        if column == _NUMBER:
            return number + 1
        return rows[number].get(column) if number < len(rows) else None

    def _split_placeholders(self, text: str, run: int, comment: str) -> list[_Piece]:
        """Return a text split into placeholders and the text between them."""
        if self._sentences is None:
            return [_Piece(text, run)]
        pieces: list[_Piece] = []
        end = 0
        for match in self._sentences.placeholders.finditer(text):
            pieces.append(_Piece(text[end : match.start()], run, comment=comment))
            pieces.append(_Piece(match[0], run, placeholder=True))
            end = match.end()
        return [*pieces, _Piece(text[end:], run, comment=comment)]

    def _write(self, paragraph: Paragraph, pieces: list[_Piece]) -> None:
        """Replace the runs of a paragraph by pieces in the same formats."""
        old = paragraph.runs
        for piece in pieces:
            if piece.text:
                run = _copy_run(old[piece.run], piece.text, paragraph)
                _element(old[0]).addprevious(_element(run))
                self._mark(run, piece)
        for run in old:
            _remove(run)

    def _mark(self, run: Run, piece: _Piece) -> None:
        if piece.placeholder:
            mark(run)
            self.placeholders += 1
        elif piece.comment:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            comment = self._document.add_comment(run, piece.comment, author=_AUTHOR, initials="")
            # A date would change the bytes from day to day.
            comment._comment_elm.attrib.pop(qn("w:date"), None)  # noqa: SLF001


def _literal(chars: list[tuple[str, int]]) -> Iterator[_Piece]:
    """Yield the blank's own text, run by run."""
    for run, group in groupby(chars, lambda char: char[1]):
        yield _Piece("".join(char for char, _ in group), run)


def _copy_run(run: Run, text: str, paragraph: Paragraph) -> Run:
    """Return a run of the same format with another text."""
    copy = Run(deepcopy(_element(run)), paragraph)
    copy.text = text
    return copy


def _element(node: Paragraph | Run) -> Any:  # noqa: ANN401  (an element of lxml)
    """Return the lxml element, which python-docx does not copy or move itself."""
    return node._element  # noqa: SLF001


def _remove(node: Paragraph | Run) -> None:
    _element(node).getparent().remove(_element(node))
