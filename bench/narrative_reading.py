"""Narratives in other hands: fields misread, differences found, false reports on clean ones.

``python bench/narrative_reading.py`` prints totals and the failures of the hands with odd numbers;
``all`` those of every hand, ``held`` those of the even ones. ``write FOLDER`` writes the files.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from narrative_changes import Change, changes
from narrative_files import file_of
from narrative_hands import COLUMNS, SCALARS, Hand, Value, hands

import xlform
from xlform.errors import XlformError
from xlform.grid.model import origin

_ENDS = "，,；;：:。、 \n"
_COUNTED = ("error", "warning")


@dataclass
class Result:
    """What was counted, for the hands shown and for those held back."""

    fields: int = 0
    wrong: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    planted: Counter[str] = field(default_factory=Counter)
    untold: list[str] = field(default_factory=list)
    documents: int = 0


@dataclass(frozen=True)
class Told:
    """A finding: code, severity, message, and the text of its cell."""

    code: str
    severity: str
    message: str
    text: str


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["write"]:
        _write(Path(arguments[1]))
        return
    results = {True: Result(), False: Result()}
    with tempfile.TemporaryDirectory() as folder:
        for hand in hands():
            _measure(hand, results[hand.number % 2 == 1], Path(folder))
    shown = arguments[0] if arguments else "seen"
    for odd, name in ((True, "seen"), (False, "held")):
        _print(name, results[odd], shown=shown in ("all", name))


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for hand in hands():
        for forms in (False, True):
            name, content = file_of(hand, forms=forms)
            (folder / (f"f{name}" if forms else name)).write_bytes(content)


def _print(name: str, result: Result, *, shown: bool) -> None:
    told = sum(result.planted.values()) - len(result.untold)
    print(
        f"{name}: {result.documents} documents, {len(result.wrong)} of {result.fields} fields "
        f"wrong, {told} of {sum(result.planted.values())} differences told, "
        f"{len(result.false)} false"
    )
    missed = Counter(line.split(" ")[1] for line in result.untold)
    print("  not told:", ", ".join(f"{k} {n}/{result.planted[k]}" for k, n in missed.items()))
    if shown:
        for line in (*result.wrong, *result.false, *result.untold):
            print("  ", line)


def _measure(hand: Hand, result: Result, folder: Path) -> None:
    result.documents += 1
    path = _file(hand, folder, forms=False)
    result.fields += len(SCALARS) + len(COLUMNS) * hand.project_count()
    result.wrong += misread(hand, path)
    alone, together = _findings(path), _findings(_file(hand, folder, forms=True))
    clean = {told for told in (*alone, *together) if told.severity in _COUNTED}
    result.false += [
        f"{hand.number} false {told.code} {told.message[:90]}"
        for told in clean
        if told.text and told.text[:12] in hand.text
    ]
    for change in changes(hand):
        result.planted[change.kind] += 1
        before = together if change.forms else alone
        after = _findings(_file(change.hand, folder, forms=change.forms))
        if not _is_told(change, before, after):
            new = [f"{t.code} {t.message[:40]}" for t in set(after) - set(before)][:3]
            result.untold.append(f"{hand.number} {change.kind} {change.where[:1]} new: {new}")


def _file(hand: Hand, folder: Path, *, forms: bool) -> Path:
    name, content = file_of(hand, forms=forms)
    path = folder / name
    path.write_bytes(content)
    return path


def misread(hand: Hand, path: Path) -> Iterator[str]:
    """Yield a line for each field of a narrative that is read wrong; all if it is refused."""
    truth = hand.truth()
    try:
        form = next(f for f in xlform.read(path).forms if f.kind == "narrative")
    except (XlformError, StopIteration):
        yield from [f"{hand.number} refused"] * len(truth)
        return
    read: dict[str, Value] = {name: form.fields.get(name) for name in SCALARS}  # type: ignore[misc]
    for number, row in enumerate(form.tables["projects"]):
        read |= {f"projects[{number}].{name}": row.get(name) for name in COLUMNS}  # type: ignore[misc]
    if form.year != hand.year:
        yield f"{hand.number} year: {hand.year} read {form.year}"
    for name in sorted(truth.keys() | read.keys()):
        if not _equal(truth.get(name), read.get(name)):
            yield f"{hand.number} {name}: {truth.get(name)!r:.40} read {read.get(name)!r:.60}"


def _equal(true: Value, read: Value) -> bool:
    if isinstance(true, Decimal) or isinstance(read, Decimal):
        return true == read
    return (true or "").strip(_ENDS) == (read or "").strip(_ENDS)


def _findings(path: Path) -> list[Told]:
    try:
        report = xlform.check(path)
    except XlformError:
        return []
    grid = report.context.grid
    texts = {
        (sheet.name, origin(position)): cell.text
        for sheet in (grid.sheets if grid else ())
        for position, cell in sheet.cells.items()
    }
    return [
        Told(one.code, one.severity, one.message, texts.get((one.sheet, one.cell), ""))
        for one in report.findings
    ]


def _is_told(change: Change, before: list[Told], after: list[Told]) -> bool:
    new = [told for told in set(after) - set(before) if told.severity in _COUNTED]
    return any(
        (any(told.text and (told.text in w or w in told.text) for w in change.where)
         or any(w in told.message for w in change.where))
        and change.quoted in told.message
        for told in new
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
