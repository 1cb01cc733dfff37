"""How much of a declaration ``xlform template learn`` proposes right, from the blank alone.

    python bench/learning.py                 # the shipped blanks, against their declarations
    python bench/learning.py FOLDER…         # others: blank.xlsx, form.toml and filled.xlsx each

For each blank: the share of fields, columns and totals whose label, kind and place are those of the
declaration, and the share of the filled sample's values that the unedited proposal reads equal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from xlform.errors import XlformError
from xlform.formats.source import read_file
from xlform.grid.address import Range, parse_cell
from xlform.grid.model import Grid, Sheet
from xlform.learning.blanks import learn_blank
from xlform.learning.declared import template_of
from xlform.learning.proposal import LearntForm
from xlform.model.submission import Form, Value
from xlform.reading.forms import read_form
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.layout import locate
from xlform.reading.regions import Region
from xlform.reading.submission import read_grid
from xlform.template.form import ColumnTemplate, FieldTemplate, FormTemplate
from xlform.template.store import load_template, load_templates, templates_folder

ROOT = Path(__file__).parents[1]
SAMPLES = {
    "shifeng-2023": "云田镇.xlsx",
    "national-2015/department": "部门整体支出绩效目标申报表.xlsx",
    "national-2015/project": "项目支出绩效目标申报表.xlsx",
    "national-2019/monitoring": "项目支出绩效目标执行监控表.xlsx",
    "national-2020/self-evaluation": "项目支出绩效自评表.xlsx",
    "national-2021/project": "项目支出绩效目标申报表（2021年版）.xlsx",
}


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


def cases(folders: list[Path]) -> Iterator[tuple[str, Path, FormTemplate, Path | None]]:
    """Yield the name, blank, right template and filled sample of each case."""
    for folder in folders:
        sample = folder / "filled.xlsx"
        template = load_template(folder, f"{folder.parent.name}/{folder.name}")
        yield folder.name, folder / "blank.xlsx", template, sample if sample.is_file() else None
    if folders:
        return
    for template in load_templates(templates_folder()):
        if template.prose or template.blank is None:
            continue
        name = SAMPLES.get(template.name) or SAMPLES.get(template.name.partition("/")[0], "")
        yield template.name, template.blank, template, ROOT / "samples" / name if name else None


def main() -> None:
    """Print the score of each case and of all."""
    verbose = "-v" in sys.argv
    folders = [Path(a).resolve() for a in sys.argv[1:] if a != "-v"]
    sums = [0, 0, 0, 0]
    for name, blank, theirs, sample in cases(folders):
        try:
            result, _ = score(blank, theirs, sample)
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
