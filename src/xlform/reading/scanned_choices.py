"""Values of a scan whose field has a closed list of values: the list is a witness.

A level of the indicators, a standard, a sign of comparison or a unit can only be one of a few
words. Where a reading is unsure and not in the list, that of its other readings which is in the
list is taken; without one, the only word of the list that is nearly the same, which stays doubtful.
A reading that was certain stays as it is: the paper may be wrong. Figures are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
from rapidfuzz.distance import Levenshtein

from xlform.errors import XlformError
from xlform.grid.model import Grid, Recognition
from xlform.model.submission import Form, Note, Row, Value
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.regions import find_regions
from xlform.reading.scanned_forms import ScannedForm, scanned_forms
from xlform.reading.sheet_forms import read_regions
from xlform.reading.values import composed_target
from xlform.template.form import FormTemplate
from xlform.template.labels import canonical_level, compact
from xlform.template.roles import Role
from xlform.values.words import lexicon

# A text recognised with less confidence is weighed by its list.
_CERTAIN = 0.95
# Stray characters that a reading may have beside a word, and wrong ones in words from these
# lengths on.
_STRAY, _ONE_WRONG, _TWO_WRONG = 2, 3, 6
_SIGNS = ("≥", "≤", ">", "<", "=", "定性")
_PERCENT = "%"
# Units that others are taken for: ‰, ㎡.
_SIMPLER = frozenset("%m")
# Pieces of % by which it is recognised: its rings and its stroke.
_LIKE_PERCENT = frozenset("%0689Oogáб/")
_PIECES_AT_LEAST, _PIECES_AT_MOST = 2, 3

Path = tuple[str, int, str]


class _Taken(NamedTuple):
    """Word that a reading stands for, and whether it is certain."""

    word: str
    certain: bool


def forms_with_choices(
    forms: Sequence[Form], templates: Sequence[FormTemplate], grid: Grid
) -> list[Form]:
    """Return the forms of a scan with the words of closed lists that their readings stand for."""
    return [_Weighed(one, templates).form() for one in scanned_forms(forms, templates, grid)]


class _Weighed:
    """Form whose readings are weighed by the lists of its template."""

    def __init__(self, scanned: ScannedForm, templates: Sequence[FormTemplate]) -> None:
        self._scanned = scanned
        self._form = scanned.form
        self._template = scanned.template
        self._templates = templates
        self._taken: dict[str, _Taken] = {}
        self._seen: dict[str, str] = {}

    def form(self) -> Form:
        """Return the form with the words taken, and the doubts that are left."""
        self._weigh_money_unit()
        for path, value, words in self._values():
            recognition = self._scanned.recognition(path)
            if recognition is not None and recognition.confidence < _CERTAIN:
                taken = _word(value, recognition, words)
                if taken is not None:
                    self._taken[path], self._seen[path] = taken, value
        return self._replaced() if self._taken else self._form

    def _weigh_money_unit(self) -> None:
        """Take down a unit of money that was guessed, see :mod:`xlform.reading.scanned_labels`."""
        name = self._template.money_unit
        value, recognition = self._form.fields.get(name), self._scanned.recognition(name)
        if recognition is not None and recognition.confidence == 0 and isinstance(value, str):
            self._taken[name] = _Taken(value, certain=False)
            self._seen[name] = recognition.others[0]

    def _values(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Yield the filled values with a closed list: path, text, the words of the list."""
        form, template = self._form, self._template
        for name, value in form.fields.items():
            field = template.fields.get(name)
            if field and field.declaration.choice and isinstance(value, str) and value:
                yield name, value, field.declaration.choice
        for table, rows in form.tables.items():
            columns = template.tables[table].columns
            lists = {name: self._words(table, name) for name in columns}
            for number, row in enumerate(rows):
                for name, words in lists.items():
                    value = row.get(name)
                    if words and isinstance(value, str) and value:
                        yield f"{table}[{number}].{name}", value, words

    def _words(self, table: str, name: str) -> Sequence[str]:
        column = self._template.tables[table].columns[name]
        if column.kind == "level":
            return _levels(self._template) or _all_levels(tuple(self._templates))
        role = self._template.roles.at(f"{table}[0].{name}")
        if role is Role.COMPARATOR:
            return _SIGNS
        if role is Role.TARGET_UNIT:
            return _units()
        return column.declaration.choice

    def _replaced(self) -> Form:
        form, taken = self._form, self._taken
        sure = {path for path, one in taken.items() if one.certain}
        unsure = [path for path in taken if path not in sure]
        settled = {form.origins[path] for path in taken}
        confidence = {**form.confidence, **dict.fromkeys(sure, 1.0)}
        doubtful = [path for path in form.doubtful if path not in sure]
        return msgspec.structs.replace(
            form,
            fields={name: self._value(name, value) for name, value in form.fields.items()},
            tables=dict(self._tables()),
            notes=(*(n for n in form.notes if n.cell not in settled), *self._notes(unsure)),
            confidence=confidence,
            doubtful=tuple(dict.fromkeys((*doubtful, *unsure))),
        )

    def _value(self, path: str, value: Value) -> Value:
        return self._taken[path].word if path in self._taken else value

    def _tables(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        for table, rows in self._form.tables.items():
            composite = self._template.tables[table].declaration.composite
            changed = []
            for number, row in enumerate(rows):
                path = f"{table}[{number}]"
                new = {name: self._value(f"{path}.{name}", value) for name, value in row.items()}
                for target, parts in composite.items():
                    if any(new.get(part) != row.get(part) for part in parts):
                        values = [new.get(part) for part in parts]
                        new[target] = composed_target(values, self._form.year)
                changed.append(new)
            yield table, tuple(changed)

    def _notes(self, unsure: Sequence[str]) -> Iterator[Note]:
        """Yield a note for each cell whose word is not certain; several rows share a level."""
        told: set[str] = set()
        for path in unsure:
            cell = self._form.origins[path]
            if cell not in told:
                yield Note("word-doubtful", cell, self._seen[path], self._taken[path].word)
            told.add(cell)


def _word(value: str, recognition: Recognition, words: Sequence[str]) -> _Taken | None:
    """Return the word of a list that an unsure reading stands for; ``None`` for none."""
    known = {compact(word): word for word in words}
    own = compact(value)
    others = [known[text] for text in map(_plain, recognition.others) if text in known]
    possible = dict.fromkeys(word for word in others if compact(word) != own)
    if own in known:
        if words is _units() and own in _SIMPLER:
            return None
        return None if possible else _Taken(value, certain=True)
    if possible:
        # A sign is taken for another one too easily: ≥ and > have the same arrow.
        is_sign = words is _SIGNS
        word = next(iter(possible))
        # 元 is what 元/ is without the sign that was lost.
        is_less = word in _SIMPLER or len(word) < len(own)
        certain = len(possible) == 1 and not is_sign and not is_less
        return _Taken(word, certain=certain)
    if words is _units():
        is_percent = _PIECES_AT_LEAST <= len(own) <= _PIECES_AT_MOST and set(own) <= _LIKE_PERCENT
        return _Taken(_PERCENT, certain=False) if is_percent else None
    near = _nearest(own, known)
    return _Taken(known[near], certain=False) if near else None


def _plain(text: str) -> str:
    return compact(canonical_level(text))


def _nearest(text: str, words: Iterable[str]) -> str:
    """Return the only word that a text nearly is, or holds among few stray characters, else ""."""
    near = {word: distance for word in words if (distance := _distance(text, word)) is not None}
    best = [word for word, distance in near.items() if distance == min(near.values())]
    return best[0] if len(best) == 1 else ""


def _distance(text: str, word: str) -> int | None:
    """Return the number of wrong or stray characters of a text; ``None`` if it is no such word."""
    if len(word) > 1 and word in text and len(text) - len(word) <= _STRAY:
        return len(text) - len(word)
    allowed = 2 if len(word) >= _TWO_WRONG else 1 if len(word) >= _ONE_WRONG else 0
    distance = Levenshtein.distance(text, word, score_cutoff=allowed)
    return distance if distance <= allowed else None


@lru_cache(maxsize=1)
def _units() -> tuple[str, ...]:
    words = lexicon()
    money = (f"{unit}元" for unit in ("", "万", "亿", "千", "百"))
    return tuple(dict.fromkeys((_PERCENT, "‰", *money, *words.measures, *words.counters)))


@lru_cache(maxsize=64)
def _levels(template: FormTemplate) -> tuple[str, ...]:
    """Return the levels printed on a template's blank; none without a readable blank."""
    from xlform.formats.source import read_file  # noqa: PLC0415  (few forms need their blank)

    if template.blank is None or template.prose:
        return ()
    try:
        _, grid = read_file(template.blank)
    except XlformError:
        return ()
    index = SheetIndex(grid.sheets[0], Labels.of((template,)))
    found: dict[str, None] = {}
    for _, reading in read_regions(index, find_regions(index, (template,))):
        for table, rows in reading.form.tables.items():
            stub = template.tables[table].declaration.stub
            levels = (row.get(name) for row in rows for name in stub)
            found |= dict.fromkeys(level for level in levels if isinstance(level, str) and level)
    return tuple(level for level in found if level.strip("…"))


@lru_cache(maxsize=8)
def _all_levels(templates: tuple[FormTemplate, ...]) -> tuple[str, ...]:
    """Return the levels on the blanks of all templates, for one whose blank prints none."""
    return tuple(dict.fromkeys(level for template in templates for level in _levels(template)))
