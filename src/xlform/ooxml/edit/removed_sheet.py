"""A sheet taken out of a workbook, with the names that belong to it."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.package_editor import PackageEditor
from xlform.ooxml.edit.splice import Splice, with_attribute
from xlform.ooxml.whole_number import whole_number


def remove_sheet(editor: PackageEditor, name: str, part: str) -> None:
    """Take a sheet out; the names of the sheets after it move up (ECMA-376 part 1, 18.2.5).

    Formulas that refer to it are not changed, so it has to be one that nothing refers to.
    """
    root = editor.outline(editor.main)
    listed = root.child("sheets")
    sheets = list(listed.each("sheet")) if listed else []
    index = next(n for n, sheet in enumerate(sheets) if sheet.attributes.get("name") == name)
    data = editor.text(editor.main)
    edits = [Splice(sheets[index].start, sheets[index].end, b"")]
    edits += _names(data, root, index)
    edits += _active(data, root, index, len(sheets) - 1)
    editor.change(editor.main, *edits)
    editor.drop(part, editor.main)


def _names(data: bytes, root: Element, index: int) -> Iterator[Splice]:
    names = root.child("definedNames")
    if names is None:
        return
    numbers = {entry: entry.attributes.get("localSheetId", "") for entry in names.children}
    gone = [entry for entry, number in numbers.items() if number == str(index)]
    if len(gone) == len(names.children):
        yield Splice(names.start, names.end, b"")
        return
    for entry, number in numbers.items():
        if entry in gone:
            yield Splice(entry.start, entry.end, b"")
        elif (local := whole_number(number) or 0) > index:
            tag = with_attribute(entry.tag(data), "localSheetId", str(local - 1))
            yield Splice(entry.start, entry.inner, tag)


def _active(data: bytes, root: Element, index: int, count: int) -> Iterator[Splice]:
    """Yield the splices that keep the active sheet of each window, or make the first active."""
    views = root.child("bookViews")
    for view in views.children if views else []:
        for attribute in ("activeTab", "firstSheet"):
            number = whole_number(view.attributes.get(attribute, ""))
            if number is not None and number >= index:
                moved = number - 1 if index < number <= count else 0
                tag = with_attribute(view.tag(data), attribute, str(moved))
                yield Splice(view.start, view.inner, tag)
                break
