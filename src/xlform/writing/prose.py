"""A form in prose written into its official blank document: each ``{name}`` becomes a value.

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
from xlform.model.submission import Form, Value
from xlform.ooxml.edit.splice import printable
from xlform.ooxml.word.styles import mark, set_properties, written
from xlform.template.form import FormTemplate
from xlform.writing.sentences import Sentences, printed

_PLACE: Final = re.compile(r"\{([a-z_0-9.]+)\}")
_AUTHOR: Final = "xlform"
# Names that stand for no field: the form's year, and the number of the row at hand.
_YEAR, _NUMBER = "year", "number"
_STOP: Final = "。"


class _Piece(msgspec.Struct, frozen=True):
    """Words of a paragraph: the run whose look they take, whether they are a blank, a remark."""

    text: str
    run: int
    blank: bool = False
    remark: str = ""


class Prose:
    """A form being written into a copy of its blank.

    ``remarks`` are told in comments on the values at their paths. Without ``sentences`` what is
    missing stays empty, else it is a marked blank; ``blanks`` counts these once it is written.
    """

    def __init__(
        self,
        form: Form,
        template: FormTemplate,
        sentences: Sentences | None = None,
        remarks: Mapping[str, str] | None = None,
    ) -> None:
        self._form = form
        self._template = template
        self._sentences = sentences
        self._remarks = remarks or {}
        self._document: Document = docx.Document(str(template.blank))
        self.blanks = 0
        self._check_places()

    def _check_places(self) -> None:
        """Raise :class:`DeclarationProblem` where the blank names a value the form has not."""
        template = self._template
        known = [_YEAR, *template.fields]
        for name, table in template.tables.items():
            known += [f"{name}.{column}" for column in (_NUMBER, *table.columns)]
        for paragraph in self._document.paragraphs:
            for found in _PLACE.finditer(paragraph.text):
                if found[1] not in known:
                    raise DeclarationProblem(
                        "blank-place", path=template.blank, name=found[1], known="、".join(known)
                    )

    def written(self) -> bytes:
        """The document, the same bytes for the same form on any day."""
        return written(self.document())

    def document(self) -> Document:
        """The document with every value in its place."""
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
        """The table whose rows a paragraph is repeated for; "" for none."""
        names = (found[1] for found in _PLACE.finditer(paragraph.text))
        return next((name.partition(".")[0] for name in names if "." in name), "")

    def _repeat(self, table: str, block: list[Paragraph]) -> None:
        """The paragraphs once for each row of a table; once, with blanks, if there is none."""
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
        if not _PLACE.search(paragraph.text):
            return
        runs = paragraph.runs
        first, *more = self._pieces([run.text for run in runs], row)
        for pieces in reversed(more):
            copy = deepcopy(_element(paragraph))
            _element(paragraph).addnext(copy)
            self._write(Paragraph(copy, self._document), pieces)
        self._write(paragraph, first)

    def _pieces(self, texts: list[str], row: str) -> list[list[_Piece]]:
        """What a paragraph becomes: one, or more where a value goes on over several lines."""
        signs = [(sign, number) for number, text in enumerate(texts) for sign in text]
        whole = "".join(texts)
        paragraphs: list[list[_Piece]] = [[]]
        end = 0
        for found in _PLACE.finditer(whole):
            paragraphs[-1] += _literal(signs[end : found.start()])
            end = found.end()
            run = signs[found.start()][1]
            lines = self._value(found[1], row, run)
            # A missing value takes the stop behind it along.
            if not any(lines) and whole[end : end + 1] == _STOP:
                end += 1
            paragraphs[-1] += lines[0]
            paragraphs += lines[1:]
        paragraphs[-1] += _literal(signs[end:])
        return paragraphs

    def _value(self, name: str, row: str, run: int) -> list[list[_Piece]]:
        """The pieces of a value, line by line."""
        text = printable(printed(self._known(name, row)))
        path = f"{row}{name.rpartition('.')[2]}" if row else name
        remark = self._remarks.get(path, "")
        if not text and self._sentences is None:
            return [[]]
        if not text and self._sentences is not None:
            return [[_Piece(self._sentences.blank(name), run, blank=True)]]
        return [self._told(line, run, remark) for line in text.split("\n")]

    def _known(self, name: str, row: str) -> Value | int:
        """The value of a name: a field's, or that of a column in the row at hand."""
        table, _, column = name.rpartition(".")
        if not table:
            return self._form.year if name == _YEAR else self._form.fields.get(name)
        rows = self._form.tables.get(table, ())
        number = int(row.partition("[")[2].partition("]")[0])
        if column == _NUMBER:
            return number + 1
        return rows[number].get(column) if number < len(rows) else None

    def _told(self, text: str, run: int, remark: str) -> list[_Piece]:
        """A text with the blanks in it told apart."""
        if self._sentences is None:
            return [_Piece(text, run)]
        pieces: list[_Piece] = []
        end = 0
        for found in self._sentences.blanks.finditer(text):
            pieces.append(_Piece(text[end : found.start()], run, remark=remark))
            pieces.append(_Piece(found[0], run, blank=True))
            end = found.end()
        return [*pieces, _Piece(text[end:], run, remark=remark)]

    def _write(self, paragraph: Paragraph, pieces: list[_Piece]) -> None:
        """Replace the runs of a paragraph by pieces in their looks."""
        old = paragraph.runs
        for piece in pieces:
            if piece.text:
                run = _like(old[piece.run], piece.text, paragraph)
                _element(old[0]).addprevious(_element(run))
                self._mark(run, piece)
        for run in old:
            _remove(run)

    def _mark(self, run: Run, piece: _Piece) -> None:
        if piece.blank:
            mark(run)
            self.blanks += 1
        elif piece.remark:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            comment = self._document.add_comment(run, piece.remark, author=_AUTHOR, initials="")
            # The day would make other bytes of the same words.
            comment._comment_elm.attrib.pop(qn("w:date"), None)  # noqa: SLF001


def _literal(signs: list[tuple[str, int]]) -> Iterator[_Piece]:
    """Words of the blank as they stand there, run by run."""
    for run, stretch in groupby(signs, lambda sign: sign[1]):
        yield _Piece("".join(sign for sign, _ in stretch), run)


def _like(run: Run, text: str, paragraph: Paragraph) -> Run:
    """A run of the same look with other words."""
    copy = Run(deepcopy(_element(run)), paragraph)
    copy.text = text
    return copy


def _element(of: Paragraph | Run) -> Any:  # noqa: ANN401  (an element of lxml)
    """What is copied and moved, which python-docx does not do itself."""
    return of._element  # noqa: SLF001


def _remove(one: Paragraph | Run) -> None:
    _element(one).getparent().remove(_element(one))
