"""Places of findings in the words of a letter: form, cell or row, the first few of many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from xlform.grid.address import parse_cell
from xlform.grid.model import PROSE
from xlform.messages import language, translate
from xlform.model.findings import Place
from xlform.model.submission import Form, Submission
from xlform.ooxml.edit.splice import printable
from xlform.report.grouping import form_at
from xlform.report.letter_text import pattern, shortened
from xlform.rules.context import RuleContext
from xlform.template.labels import fold

# Formats without cell addresses: a reader of the file counts rows and paragraphs.
DOCUMENTS: Final = frozenset({"docx", "doc", "txt", "pdf"})
# A cell in a sentence, but not in what it quotes.
_CELL: Final = re.compile("(“[^”]*”)|(?<![A-Za-z0-9])[A-Z]{1,2}([1-9][0-9]{0,3})(?![A-Za-z0-9.%])")
_SHOWN: Final = 4
_SUBJECT_AT_MOST: Final = 12
# Path into a table as in origins: expenses[0].amount
_IN_TABLE: Final = re.compile(r"(\w+)\[\d+\]\.(\w+)")


class Places:
    """Words for places in one submission."""

    def __init__(self, submission: Submission, context: RuleContext) -> None:
        self._submission = submission
        self._context = context
        self._is_document = submission.source.format in DOCUMENTS

    def text(self, places: Sequence[Place], *, brief: bool = False) -> str:
        """Return the places, by form; of many the first few and how many there are.

        ``brief``: only the first, without the subject of its form.
        """
        named = [place for place in places if place.sheet]
        if not named:
            return translate("marked.file")
        shown = named[:1] if brief else named[:_SHOWN] if len(named) > _SHOWN + 1 else named
        by_sheet: dict[str, list[Place]] = {}
        for place in shown:
            by_sheet.setdefault(place.sheet, []).append(place)
        is_alone = len({place.sheet for place in named}) == 1 and not brief
        texts = [self._of_sheet(found, is_alone=is_alone) for found in by_sheet.values()]
        listed = pattern("and-sheet").join(texts)
        more = translate("letter.places", count=len(named)) if len(shown) < len(named) else ""
        return listed + more

    def in_words(self, text: str) -> str:
        """Return a sentence with the cells that it names as rows, where a reader counts these."""
        if not self._is_document:
            return text
        return _CELL.sub(lambda found: found[1] or translate("letter.row", number=found[2]), text)

    def _of_sheet(self, places: list[Place], *, is_alone: bool) -> str:
        form = form_at(self._submission.forms, places[0])
        name = self._name(places[0].sheet, form, is_alone=is_alone)
        cells = (self._cell(place, form, is_alone=len(places) == 1) for place in places)
        kind = "place-about" if name.endswith("）") or self._is_document else "place"
        named = dict.fromkeys(filter(None, cells))  # two cells of a document may be in one row
        return pattern(kind, sheet=name, cell=pattern("and").join(named)).strip()

    def _name(self, sheet: str, form: Form | None, *, is_alone: bool) -> str:
        """Return the form's name: that of its sheet, with its appendix and subject if needed."""
        template = self._context.templates.get(form.template) if form else None
        if form is None or template is None:
            return printable(sheet)
        declaration = template.declaration
        label = (declaration.appendix or declaration.name) if language() == "zh" else template.kind
        if template.prose:
            label = translate("letter.narrative")
        subject = form.fields.get(declaration.subject) if declaration.subject else ""
        words = printable(subject) if isinstance(subject, str) else ""
        about = [shortened(words, _SUBJECT_AT_MOST)]
        is_named = fold(label) in fold(sheet)
        if self._is_document:
            name = label
        else:
            name = printable(sheet)
            about = [] if is_named else [label, *about]
        about = [text for text in about if text]
        if not about or not (is_alone or self._is_document):
            return name
        return pattern("about", name=name, about=pattern("comma").join(about))

    def _cell(self, place: Place, form: Form | None, *, is_alone: bool) -> str:
        if not place.cell or not self._is_document:
            return place.cell
        row, _ = parse_cell(place.cell)
        if place.sheet == PROSE:
            return translate("letter.paragraph", number=row)
        text = translate("letter.row", number=row)
        field = field_label(form, place.cell, self._context) if form and is_alone else ""
        return pattern("field", place=text, field=field) if field else text


def field_label(form: Form, cell: str, context: RuleContext) -> str:
    """Return the form's printed label for the value in a cell; "" for a cell without one."""
    values = (path for path, origin in form.origins.items() if origin == cell and _is_value(path))
    path = next(values, "")
    in_table = _IN_TABLE.fullmatch(path)
    table, name = (in_table[1], in_table[2]) if in_table else ("", path)
    try:
        label = context.label(form, name, table)
    except KeyError:
        return ""
    # A value without a printed label, such as the title, is labelled with its name.
    return "" if label == name else label


def _is_value(path: str) -> bool:
    return not path.endswith(".text")
