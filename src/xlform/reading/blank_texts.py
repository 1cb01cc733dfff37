"""Form as its blank prints it: where its parts are, and the texts that no label accounts for."""

from __future__ import annotations

from functools import cached_property

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.reading.header_row import header_positions
from xlform.reading.index import MAX_LABEL_LENGTH, LabelCell, SheetIndex
from xlform.reading.layout import Layout
from xlform.reading.regions import is_title, is_year
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.values.money import split_money_unit


class BlankForm:
    """Blank of a template: its sheet, and the area and layout of the form found on it."""

    def __init__(
        self,
        template: FormTemplate,
        index: SheetIndex,
        area: Range | None = None,
        layout: Layout | None = None,
    ) -> None:
        self.template = template
        self.index = index
        self.area = area or Range(1, 1, max(index.bottom, 1), max(index.right, 1))
        self.layout = layout or Layout(self.area, {}, {}, self.area.right, [])

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return the short printed texts, without the title and notes: those that may be labels."""
        found: dict[str, None] = {}
        for cell in self.index.cells.values():
            value = cell.value
            if not isinstance(value, str) or len(value) > MAX_LABEL_LENGTH:
                continue
            if not is_title(self.template, fold(value)) and not self.template.is_ignored(value):
                found[_bare(value)] = None
        return tuple(text for text in found if text)

    @cached_property
    def year_lines(self) -> tuple[str, ...]:
        """Return the texts above the form's body that name its year."""
        return tuple(
            " ".join(cell.text.split())
            for (row, _), cell in self.index.cells.items()
            if row <= self.layout.body
            and isinstance(cell.value, str)
            and is_year(self.template, fold(cell.value))
        )

    @cached_property
    def header_positions(self) -> set[Position]:
        """Return the positions of the declared headers of all tables."""
        return header_positions(self.layout.headers)

    def printed(self, label: str) -> bool:
        """Return True if a folded label is printed in the form's area."""
        return bool(self.index.label_cells_in((label,), self.area))

    def is_heading(self, label_cell: LabelCell) -> bool:
        """Return True for a cell above a declared label, or beside one if it spans several rows.

        The label is directly at its side: 项目 above the labels of rows, 收入 beside its sources.
        """
        places = [(label_cell.bottom + 1, label_cell.column)]
        if label_cell.bottom > label_cell.row:
            places.append((label_cell.row, label_cell.right + 1))
        declared = self.template.labels_of_parts
        return any(self.index.labelled.get(place) in declared for place in places)


def _bare(text: str) -> str:
    """Return a printed text without its money unit and the colon at its end."""
    label, unit = split_money_unit(text)
    return " ".join((label if unit else text).split()).rstrip(":：")
