"""cellrune, the first engine.

It says *unavailable* for what it can't compute instead of guessing, and works in binary fractions
as a spreadsheet does.
Why this engine: docs/decisions/0004-formulas.md.
"""

from __future__ import annotations

import cellrune

from xlform.formula.engines.request import NO_RESULT, EngineRequest, EngineResult, EngineSheet
from xlform.grid.address import cell_name

_LIMITS: cellrune.TargetCalculationLimitOptions = {
    "max_targets": 100_000,
    "max_result_cells": 100_000,
}


def computed(request: EngineRequest) -> list[EngineResult]:
    """Return the results of the targets in one workbook."""
    workbook = cellrune.Workbook.create()
    _add_sheets(workbook, [sheet.name for sheet in request.sheets])
    _add_names(workbook, request.names)
    for sheet in request.sheets:
        _fill(workbook, sheet)
    targets: list[cellrune.CalculationTarget] = [
        {"sheet": request.sheets[number].name, "start": cell_name(row, column)}
        for number, row, column in request.targets
    ]
    # The results come in order of place, and once each.
    results = {
        (cell["cell"]["sheet_name"], cell["cell"]["address"]): _result(cell["result"])
        for cell in workbook.calculate_targets(targets, limits=_LIMITS)["cells"]
    }
    return [results.get((target["sheet"], target["start"]), NO_RESULT) for target in targets]


def _add_sheets(workbook: cellrune.Workbook, names: list[str]) -> None:
    first = workbook.summary()["sheets"][0]["name"]
    if first != names[0]:
        workbook.rename_sheet(first, names[0])
    for name in names[1:]:
        workbook.add_sheet(name)


def _add_names(workbook: cellrune.Workbook, names: list[tuple[str, str, str]]) -> None:
    for sheet, name, meaning in names:
        revision = workbook.summary()["semantic_revision"]
        change: cellrune.SetDefinedNameChange = {
            "kind": "set_defined_name",
            "name": name,
            "formula": f"={meaning}",
            "hidden": False,
            "scope_sheet": sheet or None,
        }
        try:
            workbook.apply_changes(revision, [change])
        except cellrune.CellRuneError:
            # A broken name makes the formulas that use it unavailable, and no others.
            continue


def _fill(workbook: cellrune.Workbook, sheet: EngineSheet) -> None:
    for row, column, kind, text in sheet.cells:
        address = cell_name(row, column)
        try:
            if kind == "n":
                workbook.set_number(sheet.name, address, float(text))
            elif kind == "f":
                workbook.set_formula(sheet.name, address, f"={text}")
            elif kind == "b":
                workbook.set_logical(sheet.name, address, text == "1")
            elif kind == "e":
                workbook.set_error(sheet.name, address, text)
            else:
                workbook.set_text(sheet.name, address, text)
        except cellrune.CellRuneError:
            # What the engine won't take (an error code it doesn't know) must not read as blank.
            workbook.set_error(sheet.name, address, "#N/A")


def _result(result: cellrune.CalculationResult) -> EngineResult:
    if result["kind"] != "value":
        return NO_RESULT
    value = result["value"]
    if value["kind"] == "number":
        return EngineResult("n", format(value["value"], ".15g"))
    if value["kind"] == "logical":
        return EngineResult("b", "1" if value["value"] else "0")
    if value["kind"] == "error":
        return EngineResult("e", value["value"])
    if value["kind"] == "text":
        return EngineResult("s", value["value"])
    return EngineResult("n", "0") if value["kind"] == "blank" else NO_RESULT
