"""Sheet as an HTML table: every text escaped, no inline style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from xlform.grid.address import cell_name, column_letters
from xlform.grid.appearance import Picture
from xlform.grid.model import Position
from xlform.messages import clauses, listed, translate
from xlform.report.html_text import escape
from xlform.report.sheets.edited_text import edited_text
from xlform.report.sheets.style_sheet import StyleSheet
from xlform.report.sheets.view import SheetView, ViewCell, ViewColumn, ViewRow

# Height of a row in points where the sheet gives none, and the least width of a box in characters.
_HEIGHT, _WIDTH = 15.0, 6.0


class CellLink(msgspec.Struct, frozen=True):
    """Link from a cell to what a page says of it: ``label`` is read aloud, ``text`` is shown."""

    href: str
    text: str
    label: str


class CellMark(msgspec.Struct, frozen=True):
    """Mark of a cell on a page: classes, links, and the text that a change replaced."""

    classes: str = ""
    links: tuple[CellLink, ...] = ()
    before: str | None = None


def sheet_html(
    view: SheetView, key: str, styles: StyleSheet, marks: Mapping[Position, CellMark]
) -> str:
    """Return the table of a sheet; ``key`` begins the ids of its cells: ``s1-B5``.

    ``styles`` gets the classes in use. ``marks`` are by the position of the cell shown.
    """
    return "\n".join(_Table(view, key, styles, marks).lines())


def sheet_notes_html(view: SheetView, key: str) -> str:
    """Return what a sheet's table leaves out, and its comments; "" if there is nothing to say."""
    said = []
    if view.state != "visible":
        said.append(translate(f"sheet-state.{view.state}"))
    if view.left_out:
        said.append(translate("sheet.left-out", count=view.left_out))
    drawn = view.drawn or view.undrawn
    unsaid = {"comments", "drawing"} if drawn else {"comments"}
    kinds = [translate(f"beside.{kind}") for kind in view.beside if kind not in unsaid]
    if kinds:
        said.append(translate("sheet.beside", kinds=listed(kinds)))
    if drawn:
        said.append(translate("sheet.pictures"))
    if view.undrawn:
        pictures = clauses(f"{_picture_text(one)} {one.area}" for one in view.undrawn)
        said.append(translate("sheet.pictures-beside", pictures=pictures))
    if view.conditional:
        said.append(translate("sheet.conditional"))
    lines = [f'<p class="note">{escape(text)}</p>' for text in said]
    if view.comments:
        lines.append(f'<h4>{escape(translate("sheet.comments"))}</h4><ol class="comments">')
        lines += [
            f'<li id="{key}-c{number}">{escape(cell)} {escape(words)}</li>'
            for number, (cell, words) in enumerate(view.comments, 1)
        ]
        lines.append("</ol>")
    return "\n".join(lines)


class _Table:
    """Lines of one table."""

    def __init__(
        self, view: SheetView, key: str, styles: StyleSheet, marks: Mapping[Position, CellMark]
    ) -> None:
        self._view = view
        self._key = key
        self._styles = styles
        self._marks = marks

    def lines(self) -> Iterator[str]:
        view, styles = self._view, self._styles
        width = styles.table(column.width for column in view.columns)
        lines = "" if view.gridlines else " no-lines"
        yield f'<table class="sheet {width}{lines}" id="{self._key}">'
        yield f"<caption>{escape(view.name)}</caption>"
        columns = "".join(f'<col class="{styles.width(one.width)}">' for one in view.columns)
        yield f'<colgroup><col class="heads">{columns}</colgroup>'
        heads = "".join(map(_column_head, view.columns))
        yield f"<thead><tr><td></td>{heads}</tr></thead>"
        yield "<tbody>"
        yield from map(self._row, view.rows)
        yield "</tbody></table>"

    def _row(self, row: ViewRow) -> str:
        classes = " ".join(filter(None, (self._styles.height(row.height), _state(row))))
        attribute = f' class="{classes}"' if classes else ""
        head = f'<th scope="row"{_skipped(row)}>{row.number}{_hidden_sign(row)}</th>'
        return f"<tr{attribute}>{head}{''.join(map(self._cell, row.cells))}</tr>"

    def _cell(self, cell: ViewCell) -> str:
        mark = self._marks.get(cell.position)
        name = cell_name(*cell.position)
        classes = [self._styles.appearance(cell.appearance), *_kinds(cell)]
        attributes = ""
        if mark:
            classes.append(mark.classes)
            attributes = f' id="{self._key}-{name}"'
        if named := " ".join(filter(None, classes)):
            attributes += f' class="{named}"'
        if cell.rows > 1:
            attributes += f' rowspan="{cell.rows}"'
        if cell.columns > 1:
            attributes += f' colspan="{cell.columns}"'
        return f"<td{attributes}>{self._content(cell, mark)}</td>"

    def _content(self, cell: ViewCell, mark: CellMark | None) -> str:
        text = _text(cell)
        if mark and mark.before is not None:
            text = _edited(mark.before, cell.text)
        direction = cell.appearance.direction
        if direction and text:
            text = f'<span class="{direction}">{text}</span>'
        if cell.formula:
            text += f"<code>={escape(cell.formula)}</code>"
        if cell.unseen:
            text += f' <small class="sign">{escape(translate("sheet.unseen"))}</small>'
        text += "".join(map(self._picture, cell.pictures))
        links = [
            CellLink(f"#{self._key}-c{number}", translate("sheet.comment", number=number), "")
            for number in cell.comments
        ]
        links += mark.links if mark else ()
        if links:
            text += f'<span class="marks">{"".join(map(_link, links))}</span>'
        return text

    def _picture(self, picture: Picture) -> str:
        """Return the box of a picture, as large as the cells shown that it covers."""
        area, view = picture.area, self._view
        width = sum(one.width for one in view.columns if area.left <= one.number <= area.right)
        rows = [one for one in view.rows if area.top <= one.number <= area.bottom]
        height = sum(one.height or _HEIGHT for one in rows)
        size = (
            f"{self._styles.width(max(width, _WIDTH))} {self._styles.height(max(height, _HEIGHT))}"
        )
        return f'<span class="picture {size}">{escape(_picture_text(picture))}</span>'


def _picture_text(picture: Picture) -> str:
    """Return the kind of a picture, and its name."""
    return f"{translate(f'picture.{picture.kind}')} {picture.name}".rstrip()


def _text(cell: ViewCell) -> str:
    if cell.unknown:
        return f'<span class="unknown">{escape(translate("sheet.unknown"))}</span>'
    text = escape(cell.text)
    if cell.shortened:
        text += f"… <small>{escape(translate('sheet.shortened'))}</small>"
    return f"<del>{text}</del>" if cell.struck else text


def _edited(old: str, new: str) -> str:
    edit = edited_text(old, new)
    removed = f"<del>{escape(edit.removed)}</del>" if edit.removed else ""
    added = f"<ins>{escape(edit.added)}</ins>" if edit.added else ""
    if not edit.before and not edit.after:
        return " → ".join(filter(None, (removed, added)))
    return f"{escape(edit.before)}{removed}{added}{escape(edit.after)}"


def _kinds(cell: ViewCell) -> Iterator[str]:
    if cell.kind in ("number", "error", "truth"):
        yield f"is-{cell.kind}"
    if cell.formula:
        yield "has-formula"


def _column_head(column: ViewColumn) -> str:
    state = _state(column)
    attribute = f' class="{state}"' if state else ""
    letters = f"{column_letters(column.number)}{_hidden_sign(column)}"
    return f'<th scope="col"{attribute}{_skipped(column)}>{letters}</th>'


def _state(part: ViewRow | ViewColumn) -> str:
    return " ".join(
        name for name, is_so in (("hidden", part.hidden), ("after-gap", part.skipped)) if is_so
    )


def _hidden_sign(part: ViewRow | ViewColumn) -> str:
    return f"<small>{escape(translate('sheet.hidden'))}</small>" if part.hidden else ""


def _skipped(part: ViewRow | ViewColumn) -> str:
    if not part.skipped:
        return ""
    return f' title="{escape(translate("sheet.skipped", count=part.skipped))}"'


def _link(link: CellLink) -> str:
    label = f' aria-label="{escape(link.label)}"' if link.label else ""
    return f'<a href="{escape(link.href)}"{label}>{escape(link.text)}</a>'
