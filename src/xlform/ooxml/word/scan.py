"""One pass over a Word document's main part: paragraphs and tables as a person sees them.

Tracked changes count as accepted and struck-out words as deleted; fields show their results,
content controls their content; the placeholder of an empty control is no text (ECMA-376 part 1,
§17).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from xml.parsers import expat

from xlform.errors import FileProblem
from xlform.grid.address import COLUMNS_AT_MOST
from xlform.grid.raised import raised_text
from xlform.ooxml.read.package import Package
from xlform.ooxml.word.document import Document, Paragraph, Table, TableCell, TableRow
from xlform.ooxml.word.equations import Equations
from xlform.ooxml.word.fields import FORM_DATA, Fields
from xlform.ooxml.word.formatting import without_formatting
from xlform.ooxml.word.names import SEPARATOR, UNSEEN, Start, attribute, number, qualified, spelled
from xlform.ooxml.word.numbering import ListNumbering
from xlform.ooxml.word.symbols import UNKNOWN, symbol, with_symbols

# Paragraphs and cells; the longest form has some thousands.
KEPT_AT_MOST = 1_000_000
TABLES_AT_MOST = 2_000
_OFF = frozenset({"0", "false", "off", "none"})
_FORMULA_TEXT = "http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT_BOX = "textBox"
# Content outside the text: element → its name in messages.
_BESIDE = {
    "txbxContent": _TEXT_BOX,
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "commentReference": "comments",
    "drawing": "picture",
    "pict": "picture",
    "object": "oleObject",
    "altChunk": "otherFile",
}
_PARAGRAPH = qualified("p")


def read_document(
    package: Package, part: str, list_numbering: ListNumbering, root: str = "document"
) -> Document:
    """Return the content of a document's part, whose root element is ``root``.

    Raises :class:`~xlform.errors.FileProblem` for a part that is damaged or of another kind.
    """
    data = without_formatting(package.markup(part))
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    reader = _Reader(parser, list_numbering, partial(package.too_large, part))
    try:
        parser.Parse(data, True)  # noqa: FBT003  (expat's own: this is all of it)
    except (expat.ExpatError, ValueError, LookupError) as damage:
        raise FileProblem("damaged-part", path=package.name, part=part) from damage
    if reader.root not in qualified(root):
        raise FileProblem("damaged-part", path=package.name, part=part)
    return Document(reader.blocks, tuple(sorted(reader.beside)))


class _Reader:
    """State of the pass: the elements that are open."""

    def __init__(
        self,
        parser: expat.XMLParserType,
        list_numbering: ListNumbering,
        too_large: Callable[[], FileProblem],
    ) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.beside: set[str] = set()
        self.root = ""
        self._parser = parser
        self._list_numbering = list_numbering
        self._too_large = too_large
        self._skipped = 0  # open elements within an invisible one
        self._kept = 0  # paragraphs and cells so far
        self._begun = 0  # and tables
        self._ordinal = self._paragraphs = 0  # of the open paragraph, of the last one begun
        self._tables: list[Table] = []
        self._cell: TableCell | None = None  # the open one of the innermost table
        self._text: list[str] | None = None
        self._collecting = self._in_run = self._in_properties = self._in_row_properties = False
        self._carried = ""  # the text of a paragraph whose mark was deleted
        self._mark_gone = self._hidden = self._struck = self._raised = False
        self._struck_text: list[str] = []
        self._style = self._list = ""
        self._level: int | None = None
        self._fields = Fields(parser, self.beside)
        self._placeholders: list[bool] = []  # open controls: True if still empty
        self._muted = self._deleting = 0  # open empty controls, open tracked deletions
        equations = Equations(lambda: self._text, self._write)
        self._starts = self._start_handlers() | equations.starts
        self._ends = equations.ends | spelled({
            "p": self._end_paragraph, "r": self._end_run, "t": self._end_text,
            _FORMULA_TEXT: self._end_text, "pPr": self._end_properties, "trPr": self._end_row_head,
            "sdt": self._end_control, "delText": self._end_text,
            "del": self._end_deletion, "sdtContent": self._end_content, "tbl": self._end_table,
            "tc": self._end_cell, "instrText": self._fields.end_code,
        })  # fmt: skip
        self._listen()

    def _start_handlers(self) -> dict[str, Start]:
        seen: dict[str, Start] = {
            "p": self._start_paragraph, "r": self._start_run, "t": self._start_text,
            _FORMULA_TEXT: self._start_text, "pPr": self._properties, "trPr": self._row_head,
            "tab": self._tab, "br": self._break, "sym": self._sign, "vanish": self._vanish,
            "cr": partial(self._character, "\n"), "noBreakHyphen": partial(self._character, "-"),
            "fldChar": self._field, "strike": self._strike, "dstrike": self._strike,
            "delText": self._start_text, "pStyle": self._take_style, "numId": self._take_list,
            "ilvl": self._take_level, "sdt": self._start_control,
            "showingPlcHdr": self._placeholder, "sdtContent": self._start_content,
            "tbl": self._start_table, "gridCol": self._grid_column, "tr": self._start_row,
            "gridBefore": self._before, "tc": self._start_cell, "gridSpan": self._span,
            "vMerge": self._merge, "hMerge": self._merge_across, "del": self._start_deletion,
            "moveFrom": self._gone, "ptab": self._tab, "vertAlign": self._raise,
            "instrText": self._fields.start_code, "fldSimple": self._simple_field,
        }  # fmt: skip
        for name in UNSEEN:
            seen[name] = self._skip
        for name in FORM_DATA:
            seen[name] = partial(self._fields.take, name)
        for name, kind in _BESIDE.items():
            seen[name] = partial(self._stands_beside, kind)
        return spelled(seen)

    def _listen(self) -> None:
        """Let the parser call the handlers; most elements have none."""
        start_of, end_of = self._starts.get, self._ends.get

        def start(name: str, attributes: dict[str, str]) -> None:
            if (handler := start_of(name)) is not None:
                handler(attributes)

        def end(name: str) -> None:
            if (handler := end_of(name)) is not None:
                handler()

        self._start = start
        self._parser.StartElementHandler = start if self.root else self._first
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = self._characters

    def _first(self, name: str, attributes: dict[str, str]) -> None:
        self.root = name
        self._parser.StartElementHandler = self._start
        self._start(name, attributes)

    def _characters(self, text: str) -> None:
        if self._collecting:
            self._write(text if text.isascii() else with_symbols(text))

    # Invisible content, and content outside the text

    def _skip(self, _: dict[str, str]) -> None:
        """Skip the element that starts here, with all its descendants."""
        self._skipped = 1
        self._parser.StartElementHandler = self._skip_start
        self._parser.EndElementHandler = self._skip_end
        self._parser.CharacterDataHandler = None

    def _skip_start(self, name: str, _: dict[str, str]) -> None:
        self._skipped += 1
        self._paragraphs += name in _PARAGRAPH

    def _skip_end(self, _: str) -> None:
        self._skipped -= 1
        if not self._skipped:
            self._listen()

    def _gone(self, attributes: dict[str, str]) -> None:
        """Skip deleted content; in properties it marks the row or the paragraph mark as deleted."""
        if self._in_row_properties and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].gone = True
        elif self._in_properties:
            self._mark_gone = True
        self._skip(attributes)

    def _start_deletion(self, attributes: dict[str, str]) -> None:
        if self._in_row_properties or self._in_properties:
            self._gone(attributes)
        else:
            self._deleting += 1

    def _end_deletion(self) -> None:
        self._deleting -= 1

    def _strike(self, attributes: dict[str, str]) -> None:
        if self._in_run and attribute(attributes, "val") not in _OFF:
            self._struck = True

    def _stands_beside(self, kind: str, attributes: dict[str, str]) -> None:
        self.beside.add(kind)
        if kind == _TEXT_BOX:
            self._skip(attributes)

    def _write(self, text: str) -> None:
        unseen = self._hidden or self._muted or (self._fields.code and any(self._fields.code))
        if text and self._text is not None and not unseen:
            into = self._struck_text if self._struck or self._deleting else self._text
            into.append(raised_text(text, "".join(into[-1:])) if self._raised else text)

    def _count(self) -> None:
        self._kept += 1
        if self._kept > KEPT_AT_MOST:
            raise self._too_large()

    # Runs: text, tabs, breaks, fields

    def _start_run(self, _: dict[str, str]) -> None:
        self._in_run = True
        self._hidden = self._struck = self._raised = False

    def _end_run(self) -> None:
        self._in_run = self._struck = self._raised = False

    def _raise(self, attributes: dict[str, str]) -> None:
        self._raised = self._in_run and attribute(attributes, "val") == "superscript"

    def _start_text(self, _: dict[str, str]) -> None:
        self._collecting = True

    def _end_text(self) -> None:
        self._collecting = False

    def _tab(self, _: dict[str, str]) -> None:
        if self._in_run:
            self._write("\t")

    def _break(self, attributes: dict[str, str]) -> None:
        if attribute(attributes, "type") not in ("page", "column"):
            self._write("\n")

    def _character(self, text: str, _: dict[str, str]) -> None:
        self._write(text)

    def _sign(self, attributes: dict[str, str]) -> None:
        char = symbol(attribute(attributes, "font"), attribute(attributes, "char"))
        if char == UNKNOWN:
            self.beside.add("symbol")
        self._write(char)

    def _vanish(self, attributes: dict[str, str]) -> None:
        if self._in_run and attribute(attributes, "val") not in _OFF:
            self._hidden = True
            self.beside.add("hiddenText")

    def _field(self, attributes: dict[str, str]) -> None:
        self._write(self._fields.mark(attribute(attributes, "fldCharType"), self._text or ()))

    def _simple_field(self, attributes: dict[str, str]) -> None:
        self._write(self._fields.shown(attribute(attributes, "instr"), self._text or ()))

    # Content controls

    def _start_control(self, _: dict[str, str]) -> None:
        self._placeholders.append(False)

    def _placeholder(self, attributes: dict[str, str]) -> None:
        if self._placeholders and attribute(attributes, "val") not in _OFF:
            self._placeholders[-1] = True

    def _start_content(self, _: dict[str, str]) -> None:
        self._muted += self._placeholders[-1:] == [True]

    def _end_content(self) -> None:
        self._muted -= self._placeholders[-1:] == [True]

    def _end_control(self) -> None:
        self._placeholders.pop()

    # Paragraphs

    def _start_paragraph(self, _: dict[str, str]) -> None:
        self._count()
        self._paragraphs += 1
        self._ordinal = self._paragraphs
        self._text = []
        self._mark_gone = self._hidden = False
        self._style = self._list = ""
        self._level = None

    def _properties(self, _: dict[str, str]) -> None:
        self._in_properties = True

    def _end_properties(self) -> None:
        self._in_properties = False

    def _take_style(self, attributes: dict[str, str]) -> None:
        self._style = attribute(attributes, "val")

    def _take_list(self, attributes: dict[str, str]) -> None:
        if self._in_properties:
            self._list = attribute(attributes, "val")

    def _take_level(self, attributes: dict[str, str]) -> None:
        if self._in_properties:
            self._level = number(attribute(attributes, "val"))

    def _end_paragraph(self) -> None:
        text = self._carried + "".join(self._text or ()).replace("\u00ad", "")
        self._text = None
        self._in_run = self._in_properties = False
        self._fields.end_paragraph()
        if self._mark_gone:
            self._carried = text
            return
        self._carried = ""
        if self._style or self._list:
            text = self._list_numbering.number(self._style, self._list, self._level) + text
        self._keep(text)

    def _keep(self, text: str) -> None:
        struck = ""
        if self._struck_text:
            struck, self._struck_text = "".join(self._struck_text), []
        cell = self._cell
        if cell is None:
            self.blocks.append(Paragraph(text, struck, self._ordinal))
        else:
            cell.lines.append(text)
            cell.ordinal = cell.ordinal or self._ordinal
            if struck:
                cell.struck.append(struck)

    # Tables

    def _last_cell(self) -> TableCell | None:
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1].cells[-1] if rows and rows[-1].cells else None

    def _start_table(self, _: dict[str, str]) -> None:
        self._begun += 1
        if self._begun > TABLES_AT_MOST:
            raise self._too_large()
        table = Table()
        if self._cell is None:
            self.blocks.append(table)
        else:
            self._cell.tables.append(table)
        self._tables.append(table)
        self._cell = None

    def _end_table(self) -> None:
        table = self._tables.pop()
        self._cell = self._last_cell()
        table.rows = [row for row in table.rows if not row.gone]

    def _grid_column(self, attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].widths.append(max(0, number(attribute(attributes, "w"))))

    def _start_row(self, _: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].rows.append(TableRow())
            self._cell = None

    def _row_head(self, _: dict[str, str]) -> None:
        self._in_row_properties = True

    def _end_row_head(self) -> None:
        self._in_row_properties = False

    def _before(self, attributes: dict[str, str]) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].before = self._columns(attributes, 0)

    def _start_cell(self, _: dict[str, str]) -> None:
        self._count()
        if self._tables and self._tables[-1].rows:
            self._cell = TableCell()
            self._tables[-1].rows[-1].cells.append(self._cell)

    def _end_cell(self) -> None:
        if self._carried:
            self._keep(self._carried)
            self._carried = ""

    def _span(self, attributes: dict[str, str]) -> None:
        if cell := self._cell:
            cell.span = max(1, self._columns(attributes, 1))

    def _columns(self, attributes: dict[str, str], otherwise: int) -> int:
        count = number(attribute(attributes, "val"), otherwise)
        if count > COLUMNS_AT_MOST:
            raise self._too_large()
        return max(count, 0)

    def _merge(self, attributes: dict[str, str]) -> None:
        if cell := self._cell:
            cell.continues = attribute(attributes, "val") != "restart"

    def _merge_across(self, attributes: dict[str, str]) -> None:
        if (cell := self._cell) and attribute(attributes, "val") != "restart":
            cell.beside = True
