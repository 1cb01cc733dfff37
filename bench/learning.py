"""How much of a declaration ``xlform template learn`` proposes right, from the blank alone.

    python bench/learning.py [-v] [FOLDER…]

For each shipped blank: the share of fields, columns and totals whose label, kind and place are
those of its declaration, and the share of the filled sample's values that the unedited proposal
reads equal. For each form of ``blanks_to_learn``, none of them shipped: the same against the list
``@truth`` (label, kind, cell of the value or header), and the share of the filled cells that are
read as a value. Folders hold ``blank.xlsx``, ``form.toml`` and ``filled.xlsx`` of further forms.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from xlform.errors import XlformError
from xlform.formats.blank_workbook import SheetHints
from xlform.formats.source import read_file
from xlform.grid.address import Range, cell_name, parse_cell
from xlform.grid.model import Grid, Sheet
from xlform.grid.notation import parse
from xlform.learning.blanks import learn_blank
from xlform.learning.declared import template_of
from xlform.learning.labels import official_label
from xlform.learning.learn import learn_sheet
from xlform.learning.proposal import LearntForm
from xlform.learning.trial import try_form
from xlform.model.submission import Form, Value
from xlform.reading.forms import read_form
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.regions import Region
from xlform.reading.submission import read_grid
from xlform.template.form import ColumnTemplate, FieldTemplate, FormTemplate
from xlform.template.labels import fold
from xlform.template.store import load_template, load_templates, templates_folder

ROOT = Path(__file__).parents[1]
_VALUES = ("field", "stub", "column", "total")


class Item(NamedTuple):
    """Field, column or total: what it is, its cell, its folded labels, its kind."""

    part: str
    cell: tuple[int, int]
    labels: frozenset[str]
    kind: str
    name: str


class Score(NamedTuple):
    """Items right of all, values read equal of all, and what was wrong."""

    right: int
    items: int
    equal: int
    values: int
    wrong: list[str]


def items(template: FormTemplate, sheet: Sheet) -> Iterator[Item]:
    """Yield the parts of a template that are printed on a blank."""
    index = SheetIndex(sheet, Labels.of((template,)))
    area = Range(1, 1, index.bottom, index.right)
    region = Region(template, area, area)
    layout = locate(index, region)
    for name, found in layout.fields.items():
        field = template.fields[name]
        yield Item("field", found.position, _labels(field), field.kind, name)
    if layout.head:
        for name, column in layout.head.fields.items():
            place = column.header.position
            yield Item("field", place, _labels(column.column), column.column.kind, name)
    for table, header in layout.headers.items():
        for name, column in header.columns.items():
            yield Item(
                "column", column.header.position, _labels(column.column), column.column.kind,
                f"{table}.{name}",
            )  # fmt: skip
    origins = read_form(index, region).form.origins
    for table_template in template.tables.values():
        for column_name, total in table_template.total_fields.items():
            if total in origins:
                kind = table_template.columns[column_name].kind
                labels = frozenset(table_template.totals)
                yield Item("total", parse_cell(origins[total]), labels, kind, total)


def _labels(part: FieldTemplate | ColumnTemplate) -> frozenset[str]:
    return frozenset(part.labels)


def compare(ours: FormTemplate, theirs: FormTemplate, sheet: Sheet) -> tuple[int, int, list[str]]:
    """Return how many parts of ``theirs`` are right in ``ours``, of how many, and the others."""
    found = {(item.part, item.cell): item for item in items(ours, sheet)}
    right, wrong, total = 0, [], 0
    for item in items(theirs, sheet):
        total += 1
        own = found.get((item.part, item.cell))
        if own and own.kind == item.kind and own.labels & item.labels:
            right += 1
        else:
            seen = f"{own.kind} {'/'.join(own.labels)}" if own else "missing"
            wrong.append(f"{item.name} ({item.kind}) at {item.cell}: {seen}")
    return right, total, wrong


def values(form: Form) -> dict[str, Value]:
    """Return the values of a form by cell, those of a table with their column's place."""
    found: dict[str, Value] = {}
    for path, cell in form.origins.items():
        if path == "title" or path.endswith(".text"):
            continue
        table, _, rest = path.partition("[")
        if rest:
            number, _, name = rest.partition("].")
            value = form.tables[table][int(number)].get(name)
        else:
            value = form.fields.get(path)
        found[f"{cell} {number if rest else ''}"] = value
        found.setdefault(cell, value)
    return {cell: value for cell, value in found.items() if " " not in cell}


def read_values(grid: Grid, template: FormTemplate, path: Path) -> dict[tuple[str, str], Value]:
    """Return the values that a template alone reads from a file, by sheet and cell."""
    source, _ = read_file(path)
    try:
        submission = read_grid(grid, source, (template,))
    except XlformError:
        return {}
    return {(f.sheet, c): v for f in submission.forms for c, v in values(f).items()}


def score(blank: Path, theirs: FormTemplate, sample: Path | None) -> tuple[Score, LearntForm]:
    """Return the score of the template learnt from a blank."""
    learnt = learn_blank(blank, ())[0]
    ours = template_of(learnt.form, blank.parent, "learnt/form")
    sheet = read_file(blank)[1].sheets[0]
    right, total, wrong = compare(ours, theirs, sheet)
    equal = count = 0
    if sample:
        grid = read_file(sample)[1]
        expected, own = (read_values(grid, t, sample) for t in (theirs, ours))
        filled = {at: value for at, value in expected.items() if value not in (None, "")}
        count = len(filled)
        missed = [at for at, value in filled.items() if own.get(at) != value]
        equal = count - len(missed)
        wrong += [f"read {at[1]}: {filled[at]!r} / {own.get(at)!r}"[:110] for at in missed[:6]]
    return Score(right, total, equal, count, wrong), learnt.form


def unseen(path: Path) -> Score:
    """Return the score of a form in text: its blank, the same filled in, and its parts."""
    blank, filled, truth = _sections(path.read_text(encoding="utf-8"))
    sheet, sample = parse(blank).sheets[0], parse(filled)
    form = learn_sheet(sheet, SheetHints(), ())
    own = template_of(form, path.parent, "learnt/form")
    found = {(item.part, item.cell): item for item in items(own, sheet)}
    inside = {(item.cell, label): item for item in items(own, sheet) for label in item.labels}
    right, wrong, lines = 0, [], truth.splitlines()
    for line in lines:
        part, rest = line.split(" ", 1)
        label, kind, cell = rest.rsplit(" ", 2)
        folded = fold(official_label(label)[0])
        place = parse_cell(cell)
        item = inside.get((place, folded)) or found.get((part, place))
        if item and item.part == part and item.kind == kind and folded in item.labels:
            right += 1
        else:
            seen = f"{item.part} {item.kind} {'/'.join(item.labels)}" if item else "missing"
            wrong.append(f"{line}: {seen}")
    printed = {at: cell.text for at, cell in sheet.cells.items()}
    answers = {
        at for at, cell in sample.sheets[0].cells.items()
        if cell.text and cell.text != printed.get(at)
    }  # fmt: skip
    parts = try_form(form, sample).parts
    read = {parse_cell(p.cell) for p in parts if p.value and p.part in _VALUES}
    wrong += [f"not read: {cell_name(*at)}" for at in sorted(answers - read)[:8]]
    return Score(right, len(lines), len(answers & read), len(answers), wrong)


def _sections(text: str) -> tuple[str, str, str]:
    _, blank, filled, truth = re.split(r"@blank\n|@filled\n|@truth\n", text)
    return blank, filled, truth.strip()


def cases(folders: list[Path]) -> Iterator[tuple[str, Path, FormTemplate, Path | None]]:
    """Yield the name, blank, right template and filled sample of each case."""
    for folder in folders:
        sample = folder / "filled.xlsx"
        template = load_template(folder, f"{folder.parent.name}/{folder.name}")
        yield folder.name, folder / "blank.xlsx", template, sample if sample.is_file() else None
    if folders:
        return
    known = load_templates(templates_folder())
    samples: dict[str, Path] = {}
    for path in sorted((ROOT / "samples").glob("*.xlsx")):
        source, grid = read_file(path)
        for form in read_grid(grid, source, known).forms:
            samples.setdefault(form.template, path)
    for template in known:
        if not template.prose and template.blank is not None:
            yield template.name, template.blank, template, samples.get(template.name)


def main() -> None:
    """Print the scores of the shipped blanks, then those of the others."""
    verbose = "-v" in sys.argv
    folders = [Path(a).resolve() for a in sys.argv[1:] if a != "-v"]
    print_scores(
        [
            (name, partial(_known, blank, theirs, sample))
            for name, blank, theirs, sample in cases(folders)
        ],
        verbose=verbose,
    )
    if not folders:
        print()
        texts = sorted((Path(__file__).parent / "blanks_to_learn").glob("*.txt"))
        print_scores([(path.stem, partial(unseen, path)) for path in texts], verbose=verbose)


def _known(blank: Path, theirs: FormTemplate, sample: Path | None) -> Score:
    return score(blank, theirs, sample)[0]


def print_scores(cases: Sequence[tuple[str, Callable[[], Score]]], *, verbose: bool) -> None:
    """Print the score of each case and of all."""
    sums = [0, 0, 0, 0]
    for name, measure in cases:
        try:
            result = measure()
        except XlformError as error:
            print(f"{name:<34} {error}")
            continue
        sums = [a + b for a, b in zip(sums, result[:4], strict=True)]
        shares = _share(result.right, result.items), _share(result.equal, result.values)
        print(f"{name:<34} {'   '.join(shares)}")
        if verbose:
            print("".join(f"      {line}\n" for line in result.wrong), end="")
    print(f"{'all':<34} {_share(sums[0], sums[1])}   {_share(sums[2], sums[3])}")


def _share(part: int, whole: int) -> str:
    return f"{part:>4} of {whole:<4} {part / whole:>6.1%}" if whole else f"{'–':>19}"


if __name__ == "__main__":
    main()
