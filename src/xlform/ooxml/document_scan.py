"""One pass over a Word document's main part: paragraphs and tables as a reader of it sees them.

Tracked changes count as accepted, fields show their results, content controls their content; of a
control nobody filled in the placeholder is no text (ECMA-376 part 1, §17).
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from xlform.errors import FileProblem
from xlform.ooxml.address import COLUMNS_AT_MOST
from xlform.ooxml.document import Document, Paragraph, Table, TableCell, TableRow
from xlform.ooxml.listing import Listing
from xlform.ooxml.package import ELEMENTS_AT_MOST, Package

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SEPARATOR = "}"
_LOCAL: dict[str, str] = {}
_OFF = frozenset({"0", "false", "off", "none"})
# Nobody sees these: what was deleted or moved away, how things were before, the other choice for
# an older program, the reading aid over a word.
_GONE = frozenset({"del", "moveFrom"})
_UNSEEN = frozenset({"rt", "tblGridChange", "pPrChange", "rPrChange", "tblPrChange", "trPrChange"})
_UNSEEN |= {"tcPrChange", "sectPrChange", "numberingChange", "tblPrExChange"}
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA_TEXT = "http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# What stands beside the text: element → what it is called in messages.
_BESIDE = {
    "txbxContent": "textBox",
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "commentReference": "comments",
    "drawing": "picture",
    "pict": "picture",
    "object": "oleObject",
    "altChunk": "otherFile",
}
# Signs that fonts of pictures draw, as forms use them for ticks and boxes (Wingdings).
_SIGNS = {"F0FC": "√", "F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0FB": "×"}


def read_document(
    package: Package, part: str, listing: Listing, root: str = "document"
) -> Document:
    """The text of a document's part, whose first element is ``root``: its main one's.

    Raises :class:`~xlform.errors.FileProblem` for a part that is damaged or none of that kind.
    """
    data = package.markup(part)
    reader = _Reader(package, part, listing)
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(data, True)  # noqa: FBT003  (expat's own: this is all of it)
    except (expat.ExpatError, ValueError, LookupError) as damage:
        raise FileProblem("damaged-part", path=package.name, part=part) from damage
    if reader.root != root:
        raise FileProblem("damaged-part", path=package.name, part=part)
    return Document(reader.blocks, tuple(sorted(reader.beside)))


def local_name(name: str) -> str:
    """``uri}tbl`` of the word processing language → ``tbl``; another's name as it is."""
    found = _LOCAL.get(name)
    if found is None:
        namespace, _, local = name.rpartition(_SEPARATOR)
        found = local if namespace in NAMESPACES else name
        if len(_LOCAL) < 4_096:  # noqa: PLR2004  (more names than the language has: a hostile file)
            _LOCAL[name] = found
    return found


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute of the word processing language, "" where there is none."""
    for namespace in NAMESPACES:
        value = attributes.get(f"{namespace}{_SEPARATOR}{name}")
        if value is not None:
            return value
    return ""


def _number(text: str, otherwise: int = 0) -> int:
    digits = text.removeprefix("-").partition(".")[0]
    return int(text.partition(".")[0]) if digits.isdecimal() and len(digits) < 9 else otherwise  # noqa: PLR2004


class _Reader:
    """Keeps what is open while the elements of the part go by."""

    def __init__(self, package: Package, part: str, listing: Listing) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.beside: set[str] = set()
        self.root = ""
        self._package, self._part = package, part
        self._listing = listing
        self._path: list[str] = []
        self._seen = 0
        self._skipped = 0  # elements open inside one that nobody sees
        self._tables: list[Table] = []
        self._text: list[str] | None = None
        self._collecting = False
        self._carried = ""  # the text of a paragraph whose mark was deleted
        self._mark_gone = self._hidden = False
        self._style = self._list = ""
        self._level: int | None = None
        self._fields: list[bool] = []  # fields open: whether what follows is their code
        self._placeholders: list[bool] = []  # controls open: whether nobody filled them in
        self._muted = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "p": self._start_paragraph, "r": self._start_run, "t": self._start_text,
            _FORMULA_TEXT: self._start_text,
            "tab": self._tab, "br": self._break, "cr": self._line, "sym": self._sign,
            "noBreakHyphen": self._hyphen, "fldChar": self._field, "vanish": self._vanish,
            "pStyle": self._take_style, "numId": self._take_list, "ilvl": self._take_level,
            "sdt": self._start_control, "showingPlcHdr": self._placeholder,
            "sdtContent": self._start_content, "tbl": self._start_table,
            "gridCol": self._grid_column, "tr": self._start_row, "gridBefore": self._before,
            "tc": self._start_cell, "gridSpan": self._span, "vMerge": self._merge,
            "hMerge": self._merge_across,
        }  # fmt: skip
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._end_paragraph, "t": self._end_text, _FORMULA_TEXT: self._end_text,
            "sdt": self._end_control,
            "sdtContent": self._end_content, "tbl": self._end_table, "tc": self._end_cell,
        }  # fmt: skip

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element that begins."""
        self._seen += 1
        if self._seen > ELEMENTS_AT_MOST:
            raise self._package.too_large(self._part)
        if self._skipped:
            self._skipped += 1
            return
        local = local_name(name)
        if local in _BESIDE:
            self.beside.add(_BESIDE[local])
        if local in _UNSEEN or name == _FALLBACK or local == "txbxContent" or self._is_gone(local):
            self._skipped = 1
            return
        self.root = self.root or local
        self._path.append(local)
        if local in self._starts:
            self._starts[local](attributes)

    def end(self, name: str) -> None:
        """Take an element that ends."""
        if self._skipped:
            self._skipped -= 1
            return
        local = local_name(name)
        if local in self._ends:
            self._ends[local]()
        self._path.pop()

    def characters(self, text: str) -> None:
        """Take characters."""
        if self._collecting and not self._skipped:
            self._write(text)

    def _is_gone(self, local: str) -> bool:
        """Whether a deleted thing begins; a deletion's mark in properties is noted."""
        if local not in _GONE:
            return False
        parent = self._path[-1] if self._path else ""
        if parent == "trPr" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].gone = True
        elif parent == "rPr" and self._path[-2:-1] == ["pPr"]:
            self._mark_gone = True
        return True

    def _write(self, text: str) -> None:
        if self._text is not None and not (self._hidden or self._muted or any(self._fields)):
            self._text.append(text)

    # Runs: text, tabs, breaks, fields

    def _start_run(self, _: dict[str, str]) -> None:
        self._hidden = False

    def _start_text(self, _: dict[str, str]) -> None:
        self._collecting = True

    def _end_text(self) -> None:
        self._collecting = False

    def _in_run(self) -> bool:
        return self._path[-2:-1] == ["r"]

    def _tab(self, _: dict[str, str]) -> None:
        if self._in_run():
            self._write("\t")

    def _break(self, attributes: dict[str, str]) -> None:
        if attribute(attributes, "type") not in ("page", "column"):
            self._write("\n")

    def _line(self, _: dict[str, str]) -> None:
        self._write("\n")

    def _hyphen(self, _: dict[str, str]) -> None:
        self._write("-")

    def _sign(self, attributes: dict[str, str]) -> None:
        self._write(_SIGNS.get(attribute(attributes, "char").upper(), ""))

    def _vanish(self, attributes: dict[str, str]) -> None:
        if self._path[-3:-1] == ["r", "rPr"] and attribute(attributes, "val") not in _OFF:
            self._hidden = True
            self.beside.add("hiddenText")

    def _field(self, attributes: dict[str, str]) -> None:
        kind = attribute(attributes, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

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
        self._text = []
        self._mark_gone = self._hidden = False
        self._style = self._list = ""
        self._level = None

    def _take_style(self, attributes: dict[str, str]) -> None:
        self._style = attribute(attributes, "val")

    def _take_list(self, attributes: dict[str, str]) -> None:
        if self._path[-2:-1] == ["numPr"]:
            self._list = attribute(attributes, "val")

    def _take_level(self, attributes: dict[str, str]) -> None:
        if self._path[-2:-1] == ["numPr"]:
            self._level = _number(attribute(attributes, "val"))

    def _end_paragraph(self) -> None:
        text = self._carried + "".join(self._text or ()).replace("\u00ad", "")
        self._text = None
        # A field's code ends with its paragraph; only results go over several.
        self._fields = [False] * len(self._fields)
        if self._mark_gone:
            self._carried = text
            return
        self._carried = ""
        self._keep(self._listing.number(self._style, self._list, self._level) + text)

    def _keep(self, text: str) -> None:
        cell = self._cell()
        if cell is None:
            self.blocks.append(Paragraph(text))
        else:
            cell.lines.append(text)

    # Tables

    def _cell(self) -> TableCell | None:
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1].cells[-1] if rows and rows[-1].cells else None

    def _start_table(self, _: dict[str, str]) -> None:
        table = Table()
        cell = self._cell()
        if cell is None:
            self.blocks.append(table)
        else:
            cell.tables.append(table)
        self._tables.append(table)

    def _end_table(self) -> None:
        table = self._tables.pop()
        table.rows = [row for row in table.rows if not row.gone]

    def _grid_column(self, attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].widths.append(_number(attribute(attributes, "w")))

    def _start_row(self, _: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].rows.append(TableRow())

    def _before(self, attributes: dict[str, str]) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].before = self._columns(attributes, 0)

    def _start_cell(self, _: dict[str, str]) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append(TableCell())

    def _end_cell(self) -> None:
        if self._carried:
            self._keep(self._carried)
            self._carried = ""

    def _span(self, attributes: dict[str, str]) -> None:
        if cell := self._cell():
            cell.span = max(1, self._columns(attributes, 1))

    def _columns(self, attributes: dict[str, str], otherwise: int) -> int:
        count = _number(attribute(attributes, "val"), otherwise)
        if count > COLUMNS_AT_MOST:
            raise self._package.too_large(self._part)
        return max(count, 0)

    def _merge(self, attributes: dict[str, str]) -> None:
        if cell := self._cell():
            cell.continues = attribute(attributes, "val") != "restart"

    def _merge_across(self, attributes: dict[str, str]) -> None:
        if (cell := self._cell()) and attribute(attributes, "val") != "restart":
            cell.beside = True
