"""Form as its blank prints it: where its parts are, and the texts that no label accounts for."""

from __future__ import annotations

from functools import cached_property

from xlform.grid.address import Range
from xlform.reading.index import MAX_LABEL_LENGTH, SheetIndex
from xlform.reading.layout import Layout
from xlform.reading.regions import is_title, is_year
from xlform.template.form import FormTemplate
from xlform.template.labels import fold


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
    def free_texts(self) -> tuple[str, ...]:
        """Return the short printed texts that are no label of the form, its title or year."""
        found: dict[str, None] = {}
        for position, cell in self.index.cells.items():
            value = cell.value
            if not isinstance(value, str) or len(value) > MAX_LABEL_LENGTH:
                continue
            folded = fold(value)
            if position not in self.index.labelled and not is_title(self.template, folded):
                found[" ".join(value.split()).rstrip(":：")] = None
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

    def printed(self, label: str) -> bool:
        """Return True if a folded label is printed in the form's area."""
        return bool(self.index.label_cells_in((label,), self.area))
