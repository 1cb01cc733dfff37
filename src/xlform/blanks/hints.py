"""What a blank says and accepts in each of its slots."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlform.blanks.slots import BlankForm, Slot
from xlform.messages import translate
from xlform.ooxml.address import Range, cell_name
from xlform.ooxml.fill.validation import FORMULA_AT_MOST, Validation

# What parts a label from the value behind it in the same cell.
_COLONS = ":："


def validations(
    form: BlankForm, year: int | None, given: Collection[str] = ()
) -> Iterator[Validation]:
    """The validations of a form's slots but for those ``given``; ``year`` is that of the blank.

    Where two tables share a cell, only the first speaks.
    """
    taken: set[Range] = set()
    if form.dated:
        yield Validation(
            form.dated, title=translate("hint.dated-title"), prompt=translate("hint.dated")
        )
    for slot in (one for one in form.slots if one.path not in given):
        cells = tuple(cell for cell in slot.cells if cell not in taken)
        taken.update(cells)
        if cells:
            yield _validation(slot, _runs(cells), form.money, year)


def _validation(slot: Slot, cells: tuple[Range, ...], money: str, year: int | None) -> Validation:
    need = translate("hint.required" if slot.required else "hint.optional")
    said = {"label": slot.label, "money": money, "year": year or "20XX"}
    title = slot.label
    if slot.computed:
        return Validation(cells, title=title, prompt=translate("hint.computed"))
    if slot.prefix:
        return _behind_label(slot, cells, money)
    if slot.kind == "amount":
        prompt, error = (
            translate("hint.amount", **said) + need,
            translate("hint.amount-only", **said),
        )
        return Validation(cells, "decimal", "0", title, prompt, error)
    if listed := _listed(slot.choice):
        error = translate("hint.choice-only", choices="、".join(slot.choice))
        return Validation(cells, "list", listed, title, translate("hint.choice") + need, error)
    if slot.kind == "period" and year:
        within = _within_year(cells[0], year)
        prompt, error = (
            translate("hint.period", **said) + need,
            translate("hint.period-only", **said),
        )
        return Validation(cells, "custom", within, title, prompt, error, warns=True)
    return Validation(cells, title=title, prompt=translate(f"hint.{slot.kind}", **said) + need)


def _behind_label(slot: Slot, cells: tuple[Range, ...], money: str) -> Validation:
    """A value behind its label in one cell: the label has to stay, an amount to be a number."""
    place = cell_name(cells[0].top, cells[0].left)
    label = _up_to_colon(slot.prefix)
    stays = f'LEFT({place},{len(label)})="{label.replace(chr(34), chr(34) * 2)}"'
    said = {"prefix": slot.prefix, "money": money}
    kind = "amount" if slot.kind == "amount" else "text"
    if kind == "amount":
        rest = f"MID({place},{len(label) + 1},30)"
        stays = f'AND({stays},OR(TRIM({rest})="",IFERROR(VALUE({rest})>=0,FALSE)))'
    prompt, error = (
        translate(f"hint.behind-{kind}", **said),
        translate(f"hint.behind-{kind}-only", **said),
    )
    return Validation(cells, "custom", stays, slot.label, prompt, error, blank=False)


def _up_to_colon(text: str) -> str:
    """A label up to its colon, which is as much of it as has to stay."""
    ends = [text.index(colon) + 1 for colon in _COLONS if colon in text]
    return text[: min(ends)] if ends else text


def _within_year(cell: Range, year: int) -> str:
    """Whether a period begins with the year and names it again, as its end does."""
    place = cell_name(cell.top, cell.left)
    return f'AND(LEFT({place},4)="{year}",ISNUMBER(FIND("{year}",{place},5)))'


def _listed(choice: tuple[str, ...]) -> str:
    """The choices as a drop-down holds them; "" where it can't."""
    if any(mark in text for text in choice for mark in ',"'):
        return ""
    listed = f'"{",".join(choice)}"'
    return listed if choice and len(listed) <= FORMULA_AT_MOST else ""


def _runs(cells: tuple[Range, ...]) -> tuple[Range, ...]:
    """The first cells of the rectangles, those one under the other as one range."""
    runs: list[Range] = []
    for cell in cells:
        last = runs[-1] if runs else None
        if last and (last.bottom + 1, last.left) == (cell.top, cell.left):
            runs[-1] = Range(last.top, last.left, cell.top, cell.left)
        else:
            runs.append(Range(cell.top, cell.left, cell.top, cell.left))
    return tuple(runs)
