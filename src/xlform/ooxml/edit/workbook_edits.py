"""Changes to the workbook that follow from changed cells: recalculation, calculation chain."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from xlform.grid.address import parse_cell
from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.package_editor import PackageEditor
from xlform.ooxml.edit.splice import Splice, with_attribute

Position = tuple[int, int]
_TRUE = frozenset({"1", "true"})
# The children of a workbook up to its settings of calculation (ECMA-376 part 1, 18.2.27).
_BEFORE_CALCULATION = frozenset({
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
})  # fmt: skip


def request_recalculation(editor: PackageEditor) -> None:
    """Have programs calculate the whole workbook when they open it."""
    root = editor.outline(editor.main)
    settings = root.child("calcPr")
    if settings is None:
        places = [child.end for child in root.children if child.local in _BEFORE_CALCULATION]
        place = max(places, default=root.inner)
        new = f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'.encode()
        editor.change(editor.main, Splice(place, place, new))
    elif settings.attributes.get("fullCalcOnLoad", "") not in _TRUE:
        tag = with_attribute(settings.tag(editor.text(editor.main)), "fullCalcOnLoad", "1")
        editor.change(editor.main, Splice(settings.start, settings.inner, tag))


def remove_from_calc_chain(
    editor: PackageEditor, removed: Mapping[str, Collection[Position]]
) -> None:
    """Take cells that hold no formula any more, by sheet, out of the order of calculation.

    A cell in it without a formula makes Excel offer a repair.
    """
    links = editor.links(editor.main).values()
    part = next((link.target for link in links if link.kind == "calcChain"), "")
    if not part or part not in editor.package or not any(removed.values()):
        return
    root = editor.outline(part)
    gone = {
        (number, *at)
        for name, number in _sheet_numbers(editor.outline(editor.main)).items()
        for at in removed.get(name, ())
    }
    entries = list(root.each("c"))
    edits = list(_without(editor.text(part), entries, gone))
    left = len(entries) - sum(not edit.new for edit in edits)
    if left:
        editor.change(part, *edits)
    else:
        # An empty chain is invalid (18.6.2 requires one cell at least).
        editor.drop(part, editor.main)


def _sheet_numbers(workbook: Element) -> dict[str, str]:
    listed = workbook.child("sheets")
    sheets = listed.each("sheet") if listed else iter(())
    get = [sheet.attributes for sheet in sheets]
    return {sheet.get("name", ""): sheet.get("sheetId", "") for sheet in get}


def _without(
    data: bytes, entries: list[Element], gone: Collection[tuple[str, int, int]]
) -> Iterator[Splice]:
    """Yield the splices that remove entries; an entry that took its sheet from one before gets it.

    A splice with empty content removes an entry.
    """
    sheet = written_sheet = ""
    for entry in entries:
        own = entry.attributes.get("i")
        sheet = sheet if own is None else own
        if (sheet, *parse_cell(entry.attributes.get("r", ""))) in gone:
            yield Splice(entry.start, entry.end, b"")
            continue
        if sheet != written_sheet and own is None:
            yield Splice(entry.start, entry.inner, with_attribute(entry.tag(data), "i", sheet))
        written_sheet = sheet
