"""``xlform status``: the ledger of a review on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from xlform.cli.commands.review import ledger_totals
from xlform.cli.exit_codes import ExitCode
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import lang_option, level_options
from xlform.cli.screen import show, show_json
from xlform.cli.verbosity import problem as tell_problem
from xlform.messages import translate
from xlform.ooxml.edit.splice import printable
from xlform.review.ledger import Ledger, LedgerProblem, ReviewedUnit, read_ledger, status_json
from xlform.review.run import LEDGER
from xlform.terminal.width import width

FORMATS = ("text", "json")
_UNIT_AT_MOST = 40
_COUNTS = ("must", "explain", "fixed", "open", "new")


@click.command(cls=Command, help="status.help", epilog="status.examples")
@click.argument("folder", cls=Argument, metavar="status.folder")
@click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(FORMATS),
    default="text",
    help="status.format",
)
@level_options
@lang_option
def status(folder: str, *, form: str) -> int:
    """Print the ledger."""
    try:
        ledger = read_ledger(Path(folder) / LEDGER)
    except LedgerProblem as problem:
        tell_problem(str(problem))
        return ExitCode.UNREADABLE
    if ledger is None:
        tell_problem(translate("status.no-ledger", folder=folder, name=LEDGER))
        return ExitCode.UNREADABLE
    if form == "json":
        show_json(status_json(ledger, indent=2))
        return ExitCode.OK
    for line in (*_table(ledger), "", *ledger_totals(ledger)):
        show(line)
    return ExitCode.OK


def _table(ledger: Ledger) -> list[str]:
    """Return the heading and a line for each unit, in columns of the width they need."""
    heads = [translate(f"ledger-column.{name}") for name in ("unit", "state", "round", *_COUNTS)]
    rows = [[*heads, translate("ledger-column.because")]]
    rows += [_cells(unit) for unit in ledger.units]
    widths = [max(width(row[column]) for row in rows) for column in range(len(heads))]
    return [_line(row, widths) for row in rows]


def _cells(unit: ReviewedUnit) -> list[str]:
    name = printable(unit.unit).replace("\n", " ")
    name = name if len(name) <= _UNIT_AT_MOST else f"{name[: _UNIT_AT_MOST - 1]}…"
    state = translate(f"review-state.{unit.state}") + (
        translate("ledger.late") if unit.late else ""
    )
    counts = [str(getattr(unit, key)) for key in _COUNTS] if unit.round else [""] * len(_COUNTS)
    if unit.round == 1:
        counts[2:] = [""] * 3
    number = str(unit.round) if unit.round else ""
    return [name, state, number, *counts, " ".join(printable(unit.because).split())]


def _line(row: list[str], widths: list[int]) -> str:
    """Return a row in columns: names to the left, numbers to the right, remarks as they are."""
    cells = []
    for number, (text, wide) in enumerate(zip(row, widths, strict=False)):
        space = " " * (wide - width(text))
        cells.append(text + space if number <= 1 else space + text)
    return "  ".join([*cells, row[-1]]).rstrip()
