"""Several files of one unit as one submission, so that its forms are checked together.

Units send 附表1 to 附表3 as a workbook each, and the 编报说明 as a document: on its own each lacks
the others' forms. Sheets of one name get the name of their file beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from xlform.grid.model import Grid
from xlform.messages import listed
from xlform.model.findings import Finding
from xlform.model.submission import Form, Source
from xlform.submission.read import Submission


class ReadFile(msgspec.Struct, frozen=True):
    """A file of a unit as it was read: its own name, its submission, its cells."""

    name: str
    submission: Submission
    grid: Grid | None


class MergedFiles(msgspec.Struct, frozen=True):
    """All files of a unit as one submission.

    ``names`` are those of the files, distinct. ``places`` has, for each sheet of the merged grid,
    the number of its file and its own name there.
    """

    submission: Submission
    grid: Grid | None
    names: tuple[str, ...]
    places: Mapping[str, tuple[int, str]]

    def findings_of(self, number: int, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings on one file, on its own sheets; those on no sheet go to the first."""
        found: list[Finding] = []
        for finding in findings:
            file, sheet = self.places.get(finding.sheet, (0, finding.sheet))
            if file == number:
                found.append(msgspec.structs.replace(finding, sheet=sheet))
        return tuple(found)


def merge_files(files: Sequence[ReadFile]) -> MergedFiles:
    """Return the files of a unit as one submission, in their order; one file stays as it is."""
    if len(files) == 1:
        only = files[0]
        names = [sheet.name for sheet in only.grid.sheets] if only.grid else []
        places = {name: (0, name) for name in names}
        return MergedFiles(only.submission, only.grid, (only.name,), places)
    renamed = _sheet_names(files)
    forms = [
        _moved(form, renamed[number])
        for number, file in enumerate(files)
        for form in file.submission.forms
    ]
    first = files[0].submission
    submission = Submission(
        Source(
            listed(file.submission.source.name for file in files),
            first.source.format,
            first.source.sha256,
        ),
        next((file.submission.unit for file in files if file.submission.unit), ""),
        next((file.submission.year for file in files if file.submission.year), None),
        tuple(forms),
    )
    places = {
        new: (number, old) for number, names in enumerate(renamed) for old, new in names.items()
    }
    file_names = tuple(file.name for file in files)
    return MergedFiles(submission, _merged_grid(files, renamed), file_names, places)


def _sheet_names(files: Sequence[ReadFile]) -> list[dict[str, str]]:
    """Return for each file the new name of each of its sheets."""
    taken: set[str] = set()
    renamed: list[dict[str, str]] = []
    for file in files:
        names: dict[str, str] = {}
        for sheet in file.grid.sheets if file.grid else ():
            name = sheet.name if sheet.name not in taken else f"{sheet.name}（{file.name}）"
            number = 1
            while name in taken:
                number += 1
                name = f"{sheet.name}（{file.name}{number}）"
            taken.add(name)
            names[sheet.name] = name
        renamed.append(names)
    return renamed


def _moved(form: Form, names: Mapping[str, str]) -> Form:
    """Return a form on its sheet's new name; ``续表!B5`` is on another sheet of its file."""
    if all(old == new for old, new in names.items()):
        return form
    origins = {}
    for path, origin in form.origins.items():
        sheet, mark, cell = origin.rpartition("!")
        origins[path] = f"{names.get(sheet, sheet)}{mark}{cell}"
    sheet = names.get(form.sheet, form.sheet)
    return msgspec.structs.replace(form, sheet=sheet, origins=origins)


def _merged_grid(files: Sequence[ReadFile], renamed: Sequence[Mapping[str, str]]) -> Grid | None:
    grids = [(file.grid, names) for file, names in zip(files, renamed, strict=True) if file.grid]
    if not grids:
        return None
    sheets = [
        msgspec.structs.replace(sheet, name=names[sheet.name])
        for grid, names in grids
        for sheet in grid.sheets
    ]
    return Grid(
        tuple(sheets),
        tuple(name for grid, _ in grids for name in grid.names),
        tuple(
            (names.get(sheet, sheet), name, meaning)
            for grid, names in grids
            for sheet, name, meaning in grid.local_names
        ),
        tuple(dict.fromkeys(way for grid, _ in grids for way in grid.calculation)),
        tuple(
            msgspec.structs.replace(table, sheet=names.get(table.sheet, table.sheet))
            for grid, names in grids
            for table in grid.tables
        ),
    )
