"""How much of what is planted in the made-up units is found, and what is reported falsely.

python bench/planted_defects.py              # both groups, recall by area
python bench/planted_defects.py A            # the group for development alone
python bench/planted_defects.py A -o FOLDER  # with its misses and false alarms as .tsv
python bench/planted_defects.py A text       # one area
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "samples" / "build"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from defects import AREAS, Defect, Filled, with_defect
from grid import Sheet
from planting import all_defects
from units import load_units
from write import write_book

from xlform.checking.check import Checker, Report
from xlform.model.findings import Finding, Group
from xlform.rules.batch_index import SubmissionSummary

FIGURES = Path(__file__).with_suffix(".txt")
Key = tuple[str, str, str, str]
PRECISION = Path(__file__).resolve().parents[1] / "src" / "xlform" / "report" / "precision.toml"


@dataclass(frozen=True)
class Told:
    """What is said of a file: a finding's rule, severity, place and message."""

    code: str
    severity: str
    sheet: str
    cell: str
    message: str
    expected: str = ""
    group: str = ""

    @property
    def counts(self) -> bool:
        """Return whether it is an error or a warning."""
        return self.severity in {"error", "warning"}

    def __str__(self) -> str:
        return f"{self.code} {self.severity} {self.sheet}!{self.cell} {self.message}"


@dataclass
class Measured:
    """Defects found and missed, and what is said of units that are right."""

    found: list[tuple[Defect, list[Told]]] = field(default_factory=list)
    missed: list[tuple[Defect, list[Told]]] = field(default_factory=list)
    clean: dict[str, list[Told]] = field(default_factory=dict)
    groups: list[tuple[Defect, int]] = field(default_factory=list)
    true: Counter[str] = field(default_factory=Counter)

    def recall(self, area: str = "") -> tuple[int, int]:
        """Return how many defects were found, and how many planted, of an area or of all."""
        found = sum(1 for defect, _ in self.found if area in ("", defect.area))
        missed = sum(1 for defect, _ in self.missed if area in ("", defect.area))
        return found, found + missed

    @property
    def alone(self) -> tuple[int, int]:
        """Return how many of the defects told are told in one group, and how many are told."""
        told = [count for _, count in self.groups if count]
        return sum(1 for count in told if count == 1), len(told)

    @property
    def false_alarms(self) -> list[tuple[str, Told]]:
        """Return errors and warnings on units that are right."""
        return [(unit, told) for unit, all_told in self.clean.items() for told in all_told
                if told.counts]  # fmt: skip


@lru_cache(maxsize=2)
def filled_units(group: str = "") -> tuple[Filled, ...]:
    """Return the units of a group, or all, with their sheets."""
    return tuple(Filled(unit) for unit in load_units() if group in ("", unit.group))


def measure(group: str = "", area: str = "", every: int = 1) -> Measured:
    """Plant the defects one by one, check, and compare with what the right unit draws."""
    checker = Checker()
    result = Measured()
    units = filled_units(group)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        reports = {one.unit.name: _checked(checker, path, one.sheets, one) for one in units}
        summaries = {name: report.summary for name, report in reports.items()}
        between = _between(checker, summaries)
        for name, report in reports.items():
            result.clean[name] = [*_told(report.findings), *between[name]]
        filled = {one.unit.name: one for one in units}
        wanted = [one for one in all_defects(units) if area in ("", one.area)]
        for defect in wanted[::every]:
            one = filled[defect.unit.name]
            report = _checked(checker, path, with_defect(one, defect), one)
            told = _told(report.findings)
            if defect.peers:
                told += _between(checker, {**summaries, one.unit.name: report.summary})[
                    one.unit.name
                ]
            _judge(result, defect, told)
    return result


class Planted:
    """Units of a group, to plant defects in one by one: what each draws in groups."""

    def __init__(self, group: str) -> None:
        self._units = {one.unit.name: one for one in filled_units(group)}
        self._checker = Checker()
        self._known: dict[str, set[Key]] = {}
        self.report: Report

    def told(self, defect: Defect) -> tuple[Group, ...]:
        """Return the groups of errors and warnings that a defect draws; ``report`` has the rest."""
        one = self._units[defect.unit.name]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.xlsx"
            if one.unit.name not in self._known:
                right = _checked(self._checker, path, one.sheets, one).findings
                self._known[one.unit.name] = set(map(_key, right))
            self.report = _checked(self._checker, path, with_defect(one, defect), one)
        known = self._known[one.unit.name]
        new = {found.id for found in self.report.findings if _key(found) not in known}
        return tuple(
            group
            for group in self.report.groups
            if group.severity != "info" and not new.isdisjoint((*group.findings, *group.effects))
        )


def _key(finding: Finding) -> Key:
    return finding.code, finding.sheet, finding.cell, finding.message


def together(group: str, kind: str, other: str) -> tuple[Defect, Defect]:
    """Return a defect of each of two kinds that are planted in one unit, in different cells."""
    defects = all_defects(filled_units(group))
    firsts = [one for one in defects if one.kind == kind]
    seconds = [one for one in defects if one.kind == other]
    return next(
        (first, second)
        for first in firsts
        for second in seconds
        if first.unit is second.unit and not set(first.edits) & set(second.edits)
    )


def _judge(result: Measured, defect: Defect, told: list[Told]) -> None:
    known = {(one.code, one.sheet, one.cell, one.message) for one in result.clean[defect.unit.name]}
    new = [one for one in told if (one.code, one.sheet, one.cell, one.message) not in known]
    hits = [
        one
        for one in new
        if one.counts and _is_at(one, defect) and defect.right in one.message + one.expected
    ]
    for one in new:
        if one.counts and _is_at(one, defect):
            result.true[one.code] += 1
    result.groups.append((defect, len({one.group for one in new if one.counts})))
    (result.found if hits else result.missed).append((defect, new))


def _is_at(told: Told, defect: Defect) -> bool:
    for sheet, cell in defect.places:
        if (told.sheet, told.cell) == (sheet, cell):
            return True
        named = rf"(?<![A-Z0-9]){cell}(?!\d)" if told.sheet == sheet else rf"{sheet}!{cell}(?!\d)"
        if cell and re.search(named, told.message):
            return True
    return bool(defect.says) and defect.says in told.message


def _checked(checker: Checker, path: Path, sheets: list[Sheet], one: Filled) -> Report:
    write_book(path, sheets, title="绩效目标表", author=one.unit.name)
    return checker.check_workbook(path.read_bytes(), path.with_name(f"{one.unit.name}.xlsx"))


def _told(findings: Iterable[Finding]) -> list[Told]:
    return [
        Told(one.code, one.severity, one.sheet, one.cell, one.message, one.expected, one.group)
        for one in findings
    ]


def _between(checker: Checker, summaries: dict[str, SubmissionSummary]) -> dict[str, list[Told]]:
    """Return what is said between the files, by unit: of its file, or naming its file."""
    told: dict[str, list[Told]] = defaultdict(list)
    for one in checker.check_batch(summaries.values()).findings:
        for name in summaries:
            file = f"{name}.xlsx"
            if Path(one.file).name == file:
                told[name] += _told([one])
            elif file in one.message:
                told[name].append(
                    Told(one.code, one.severity, "", "", one.message, group=one.group)
                )
    return told


def lines(result: Measured) -> Iterator[str]:
    """Return recall by area and false alarms a unit as lines of text."""
    for area in AREAS:
        found, planted = result.recall(area)
        if planted:
            yield f"{area:<14}{found:>5}{planted:>5}{found / planted:>8.1%}"
    found, planted = result.recall()
    kinds = {one.kind for one, _ in (*result.found, *result.missed)}
    yield f"{'all':<14}{found:>5}{planted:>5}{found / planted:>8.1%}   {len(kinds)} kinds"
    alone, told = result.alone
    yield f"one group {alone} of {told}, {alone / told:.1%}" if told else "none told"
    alarms = result.false_alarms
    errors = sum(1 for _, told in alarms if told.severity == "error")
    each = len(alarms) / len(result.clean)
    yield f"false {len(alarms)} on {len(result.clean)} units, {each:.2f} a unit, errors {errors}"


def figures(group: str, result: Measured) -> list[str]:
    """Return the figures of a group as lines of FIGURES: group, area, found, planted."""
    rows = [(area, *result.recall(area)) for area in AREAS]
    rows.append(("one-group", *result.alone))
    rows.append(("false", len(result.false_alarms), len(result.clean)))
    return [f"{group} {area} {found} {planted}" for area, found, planted in rows]


def known_figures() -> dict[tuple[str, str], tuple[int, int]]:
    """Return the figures kept: by group and area how many were found and how many planted.

    Under the area ``false`` stand findings on units without a defect, and these units; under
    ``one-group`` the defects told as one group, and the defects told.
    """
    rows = [line.split() for line in FIGURES.read_text(encoding="utf-8").splitlines()]
    return {(group, area): (int(found), int(of)) for group, area, found, of in rows}


def precision(results: Iterable[Measured]) -> str:
    """Return the file of each rule's true and false errors and warnings, over all groups.

    True are those at a planted defect, false those on units without one. What a defect draws
    elsewhere is neither: most of it follows from the defect.
    """
    true: Counter[str] = Counter()
    false: Counter[str] = Counter()
    units = defects = 0
    for result in results:
        true += result.true
        false += Counter(told.code for _, told in result.false_alarms)
        units += len(result.clean)
        defects += result.recall()[1]
    rows = [f"{code} = [{true[code]}, {false[code]}]" for code in sorted(true | false)]
    head = [
        "# Written by bench/planted_defects.py --write: errors and warnings that were true, false.",
        f"units = {units}",
        f"defects = {defects}",
        "",
        "[rules]",
    ]
    return "\n".join([*head, *rows]) + "\n"


def write_tables(result: Measured, folder: Path, group: str) -> None:
    """Write misses and false alarms as tables."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["area\tkind\tunit\tcells\tplanted\tnew findings"]
    for defect, told in sorted(result.missed, key=lambda one: (one[0].area, one[0].kind)):
        cells = ",".join(f"{sheet}!{cell}" for sheet, cell in defect.places)
        said = " ‖ ".join(map(str, told)) or "-"
        rows.append(
            "\t".join(
                part.replace("\n", "⏎").replace("\t", " ")
                for part in (defect.area, defect.kind, defect.unit.name, cells, defect.text, said)
            )
        )
    (folder / f"misses{group}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    false = ["unit\tcode\tseverity\tsheet\tcell\tmessage"]
    false += [
        f"{unit}\t{one.code}\t{one.severity}\t{one.sheet}\t{one.cell}\t{one.message}".replace(
            "\n", "⏎"
        )
        for unit, one in result.false_alarms
    ]
    (folder / f"false{group}.tsv").write_text("\n".join(false) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Print what was measured for the groups asked for."""
    folder = Path(arguments[arguments.index("-o") + 1]) if "-o" in arguments else None
    area = next((one for one in arguments if one in AREAS), "")
    results: dict[str, Measured] = {}
    for group in [one for one in arguments if one in ("A", "B")] or ["A", "B"]:
        result = measure(group, area)
        print(f"group {group}")
        print("\n".join(lines(result)))
        results[group] = result
        if folder:
            write_tables(result, folder, group)
    if "--write" in arguments:
        kept = [line for group, result in results.items() for line in figures(group, result)]
        FIGURES.write_text("\n".join(kept) + "\n", encoding="utf-8")
        PRECISION.write_text(precision(results.values()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
