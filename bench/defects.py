"""A single defect planted in a unit's forms, and the sheets with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from grid import Cell, Form, Formula, Names, Placement, Sheet, Value, address
from units import Places, Unit, sheets_of

Place = tuple[str, str]
AREAS = (
    "formulas", "batch", "cross-form", "format", "arithmetic", "completeness", "unreadable",
    "indicators", "text", "names",
)  # fmt: skip


@dataclass(frozen=True)
class Defect:
    """What is wrong in one unit: cells with other contents, or other sheets altogether.

    ``at`` are the cells at which a finding counts; those edited, if none are named. ``says`` is a
    word that the message of a finding elsewhere must contain to count. ``right`` is what the
    message must name as well: a name misspelt is found when the right one is told. ``peers`` is
    true for what shows only beside the other units' files.
    """

    kind: str
    area: str
    unit: Unit
    edits: Mapping[Place, Value]
    at: tuple[Place, ...] = ()
    says: str = ""
    peers: bool = False
    reshape: Callable[[list[Sheet]], list[Sheet]] | None = None
    right: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        """Return the cells at which a finding counts."""
        return self.at or tuple(self.edits)

    def with_edits(self, edits: Mapping[Place, Value]) -> Defect:
        """Return the defect with further cells changed."""
        return replace(self, edits={**self.edits, **edits}, at=())

    @property
    def text(self) -> str:
        """Return what was planted, as text."""
        shown = (
            value.text if isinstance(value, Formula) else str(value)
            for value in self.edits.values()
        )
        return " ／ ".join(dict.fromkeys(shown)) or "（表）"


@dataclass
class Filled:
    """A unit with its sheets and where everything is, for those who plant in it."""

    unit: Unit
    sheets: list[Sheet] = field(init=False)
    places: Places = field(init=False)
    values: dict[Place, Value] = field(init=False)

    def __post_init__(self) -> None:
        self.sheets = sheets_of(self.unit)
        self.places = Places(self.unit)
        self.values = {
            (sheet.name, address(cell.row, cell.col)): cell.value
            for sheet in self.sheets
            for cell in sheet.placements[0].form.cells
        }

    def text(self, place: Place) -> str:
        """Return the text of a cell."""
        return str(self.values[place])

    def same(self, text: str) -> list[Place]:
        """Return the cells with this very text."""
        return [place for place, value in self.values.items() if value == text]

    @property
    def has_formulas(self) -> bool:
        """Return whether the unit's sums are formulas."""
        return any(isinstance(value, Formula) for value in self.values.values())


def with_defect(filled: Filled, defect: Defect) -> list[Sheet]:
    """Return the unit's sheets with the defect, formulas that use its cells calculated anew."""
    left = dict(defect.edits)
    sheets = [_edited(sheet, left) for sheet in filled.sheets]
    if left:
        raise ValueError(f"{defect.kind} in {filled.unit.name}: no cell {list(left)}")
    if defect.reshape:
        sheets = defect.reshape(sheets)
    return _calculated(sheets, set(defect.edits))


def _edited(sheet: Sheet, edits: dict[Place, Value]) -> Sheet:
    def change(cell: Cell) -> Cell:
        place = (sheet.name, address(cell.row, cell.col))
        return replace(cell, value=edits.pop(place)) if place in edits else cell

    return replace(sheet, placements=(Placement(sheet.placements[0].form.mapped(change)),))


def _calculated(sheets: list[Sheet], keep: set[Place]) -> list[Sheet]:
    """Return the sheets with the results of plain sums and references calculated twice over."""
    for _ in range(2):
        values = {
            (sheet.name, address(cell.row, cell.col)): cell.value
            for sheet in sheets
            for cell in sheet.placements[0].form.cells
        }
        names = Names.of(sheets)
        sheets = [_results(sheet, values, names, keep) for sheet in sheets]
    return sheets


def _results(sheet: Sheet, values: dict[Place, Value], names: Names, keep: set[Place]) -> Sheet:
    form: Form = sheet.placements[0].form

    def change(cell: Cell) -> Cell:
        if not isinstance(cell.value, Formula) or (sheet.name, address(cell.row, cell.col)) in keep:
            return cell
        try:
            text = names.resolve(cell.value, form.key, sheet.name)
        except KeyError:
            return cell
        result = _result(text, sheet.name, values)
        return replace(cell, value=Formula(cell.value.text, result))

    return replace(sheet, placements=(Placement(form.mapped(change)),))


def _result(text: str, sheet: str, values: dict[Place, Value]) -> Decimal | int | str:
    if text.startswith("=SUM("):
        first, last = text[5:-1].split(":")
        rows = range(int(first[1:]), int(last[1:]) + 1)
        parts = [number(values.get((sheet, f"{first[0]}{row}"))) for row in rows]
        return sum((part for part in parts if isinstance(part, Decimal | int)), start=Decimal(0))
    home, _, cell = text[1:].rpartition("!")
    found = number(values.get((home.strip("'") or sheet, cell)))
    return 0 if found is None else found


def number(value: Value) -> Decimal | int | str | None:
    """Return what a cell shows: the result of a formula, or its value."""
    if isinstance(value, Formula):
        return value.value
    return value if isinstance(value, Decimal | int | str) else None
