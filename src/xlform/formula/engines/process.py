"""The process in which formulas are computed: one question a line in, one list of answers out.

cellrune says *unavailable* for what it can't compute instead of guessing, and works in binary
fractions as a spreadsheet does; sums that matter are recomputed in ``Decimal`` by the rules.
Why this engine: docs/decisions/0004-formulas.md.
"""

from __future__ import annotations

import sys

import cellrune
import msgspec

from xlform.formula.calculation import Answer, Question, SheetQuestion
from xlform.ooxml.address import cell_name

_LIMITS: cellrune.TargetCalculationLimitOptions = {
    "max_targets": 100_000,
    "max_result_cells": 100_000,
}


def answer(question: Question) -> list[Answer]:
    """Compute the asked cells of one workbook; ``?`` for each that can't be told."""
    if question.opinion == "second":
        # Loaded when first asked: most files never need it.
        from xlform.formula.engines import betteroffice  # noqa: PLC0415

        return betteroffice.answer(question)
    workbook = cellrune.Workbook.create()
    _add_sheets(workbook, [sheet.name for sheet in question.sheets])
    _add_names(workbook, question.names)
    for sheet in question.sheets:
        _fill(workbook, sheet)
    targets: list[cellrune.CalculationTarget] = [
        {"sheet": question.sheets[number].name, "start": cell_name(row, column)}
        for number, row, column in question.asked
    ]
    # The results come in order of place, and once each.
    results = {
        (cell["cell"]["sheet_name"], cell["cell"]["address"]): _answer(cell["result"])
        for cell in workbook.calculate_targets(targets, limits=_LIMITS)["cells"]
    }
    return [results.get((target["sheet"], target["start"]), Answer("?")) for target in targets]


def _add_sheets(workbook: cellrune.Workbook, names: list[str]) -> None:
    first = workbook.summary()["sheets"][0]["name"]
    if first != names[0]:
        workbook.rename_sheet(first, names[0])
    for name in names[1:]:
        workbook.add_sheet(name)


def _add_names(workbook: cellrune.Workbook, names: list[tuple[str, str]]) -> None:
    for name, meaning in names:
        revision = workbook.summary()["semantic_revision"]
        change: cellrune.SetDefinedNameChange = {
            "kind": "set_defined_name",
            "name": name,
            "formula": f"={meaning}",
            "hidden": False,
        }
        try:
            workbook.apply_changes(revision, [change])
        except cellrune.CellRuneError:
            # A broken name makes the formulas that use it unavailable, and no others.
            continue


def _fill(workbook: cellrune.Workbook, sheet: SheetQuestion) -> None:
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


def _answer(result: cellrune.CalculationResult) -> Answer:
    if result["kind"] != "value":
        return Answer("?")
    value = result["value"]
    if value["kind"] == "number":
        return Answer("n", format(value["value"], ".15g"))
    if value["kind"] == "logical":
        return Answer("b", "1" if value["value"] else "0")
    if value["kind"] == "error":
        return Answer("e", value["value"])
    if value["kind"] == "text":
        return Answer("s", value["value"])
    return Answer("n", "0") if value["kind"] == "blank" else Answer("?")


def serve() -> None:
    """Answer questions until there are no more; one that breaks the engine gets no answers."""
    for line in sys.stdin.buffer:
        question = msgspec.json.decode(line, type=Question)
        try:
            answers = answer(question)
        except BaseException as panic:  # a native panic is no Exception
            if isinstance(panic, (KeyboardInterrupt, SystemExit)):
                raise
            answers = []
        sys.stdout.buffer.write(msgspec.json.encode(answers) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
