"""Next year's edition of a set of templates: what changes in its declarations, and its blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from xlform.errors import DeclarationProblem, XlformError
from xlform.files.output import atomic_file, atomic_path
from xlform.formats.source import read_file
from xlform.grid.model import Position
from xlform.learning.toml_text import toml_value
from xlform.learning.writing import check_folder_free
from xlform.messages import listed, translate
from xlform.model.regular_file import is_file, real_path, regular_bytes, regular_text
from xlform.model.resources import shipped_templates
from xlform.ooxml.edit.cells import CellContent, edit_workbook
from xlform.reading.index import MAX_LABEL_LENGTH
from xlform.template.declaration_file import required_toml
from xlform.template.store import FORM_FILE, SET_FILE

_YEAR_OF_NAME = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
# Keys whose texts name a year for another reason: 财预〔2023〕1号, shifeng-2023/department.
_KEPT = frozenset(("extends", "source", "kind", "role", "rule"))
Toml = dict[str, Any]


class CopiedForm(msgspec.Struct, frozen=True):
    """Form of the new edition: its folder, and the texts that change on its blank, by cell."""

    folder: Path
    extends: bool
    changed: tuple[str, ...]


class SetCopy(msgspec.Struct, frozen=True):
    """Edition that was written; ``old`` is the year it was made from, ``None`` if it names none."""

    folder: Path
    old: int | None
    new: int
    forms: tuple[CopiedForm, ...]


def set_folder(name: str, folders: tuple[Path, ...]) -> Path:
    """Return the folder of a set, given as a path or by its name in one of the folders.

    Raises :class:`~xlform.errors.DeclarationProblem` if there is none.
    """
    candidates = [Path(name), *(folder / name for folder in folders)]
    for folder in candidates:
        if any(folder.glob(f"*/{FORM_FILE}")):
            return real_path(folder)
    known = {path.parent.parent.name for f in folders for path in f.glob(f"*/*/{FORM_FILE}")}
    raise DeclarationProblem("no-such-set", name=name, known=listed(sorted(known)))


def copy_set(source: Path, output: Path, year: int) -> SetCopy:
    """Write the edition of ``year`` of the set in ``source`` to the folder ``output``.

    A form only says what changes, if its base is found beside it or in the package; else it is
    copied whole. Raises :class:`~xlform.errors.XlformError` for a set of that year, a folder that
    is in use, and what can't be read or written.
    """
    check_folder_free(output, force=False)
    output = real_path(output)
    old = _year_of(source)
    if old == year or output == source:
        raise XlformError("same-edition", name=source.name, year=year)
    extends = output.parent == source.parent or source.parent == shipped_templates()
    change = _YearChange(old, year)
    forms = []
    declarations = sorted(source.glob(f"*/{FORM_FILE}"))
    for path in declarations:
        required_toml(path)  # before anything is written
    for path in declarations:
        folder = output / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        base = f"{source.name}/{path.parent.name}" if extends else ""
        short = _write_form(path, folder / FORM_FILE, base, change)
        changed = [text for blank in _blanks(path.parent) for text in _copy(blank, folder, change)]
        forms.append(CopiedForm(folder, short, tuple(changed)))
    _write_set(source, output, change, extends=extends)
    return SetCopy(output, old, year, tuple(forms))


class _YearChange:
    """Replacement of the old year by the new one in texts and data."""

    def __init__(self, old: int | None, new: int) -> None:
        self.new = new
        self._pattern = re.compile(rf"(?<![0-9]){old}(?![0-9])") if old else None

    def text(self, text: str) -> str:
        """Return a text with the new year."""
        return self._pattern.sub(str(self.new), text) if self._pattern else text

    def data(self, data: Toml) -> Toml:
        """Return the keys of TOML data whose values change, with their new values."""
        found: Toml = {}
        for key, value in data.items():
            if key in _KEPT:
                continue
            if isinstance(value, dict):
                if changed := self.data(value):
                    found[key] = changed
            elif (new := self._value(value)) != value:
                found[key] = new
        return found

    def _value(self, value: Any) -> Any:  # noqa: ANN401  (TOML data)
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            kept = {key: item for key, item in value.items() if key in _KEPT}
            return {key: kept.get(key, self._value(item)) for key, item in value.items()}
        return value


def _year_of(source: Path) -> int | None:
    """Return the year of a set: as declared, as in its name, as printed in the titles."""
    path = source / SET_FILE
    declared = required_toml(path) if is_file(path) else {}
    if isinstance(declared.get("year"), int):
        return int(declared["year"])
    printed = {
        int(found[0])
        for blank in sorted(source.glob("*/blank.xlsx"))
        for _, _, text in _texts(blank)
        for found in [_YEAR_OF_NAME.search(text)]
        if found and "年" in text
    }
    return printed.pop() if len(printed) == 1 else None


def _write_form(path: Path, output: Path, base: str, change: _YearChange) -> bool:
    """Write a declaration; return True if it only says what differs from its ``base``."""
    text = regular_text(path)
    changed = change.data(required_toml(path))
    extends = bool(base) and "relation" not in changed
    with atomic_file(output) as stream:
        if extends:
            note = translate("copied.form", base=base, year=change.new)
            stream.write("\n".join((f"# {note}", f'extends = "{base}"', *_lines(changed), "")))
        else:
            stream.write(_whole(text, change))
    return extends


def _whole(text: str, change: _YearChange) -> str:
    """Return a declaration with the new year in every line but those that keep it."""
    lines = text.splitlines(keepends=True)
    kept = tuple(f"{key} " for key in _KEPT) + tuple(f"{key}=" for key in _KEPT)
    return "".join(line if line.startswith(kept) else change.text(line) for line in lines)


def _lines(data: Toml, above: str = "") -> Iterator[str]:
    """Yield the lines of TOML data: plain keys, then those of the tables below."""
    plain = {key: value for key, value in data.items() if not isinstance(value, dict)}
    if above and plain:
        yield f"\n[{above}]"
    yield from (f"{_key(key)} = {toml_value(value)}" for key, value in plain.items())
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{above}.{_key(key)}" if above else _key(key))


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_value(key)


def _write_set(source: Path, output: Path, change: _YearChange, *, extends: bool) -> None:
    path = source / SET_FILE
    text = regular_text(path) if is_file(path) else ""
    data = required_toml(path) if text else {}
    changed = {**change.data(data), "year": change.new}
    with atomic_file(output / SET_FILE) as stream:
        if extends and text and "relation" not in changed:
            note = translate("copied.set", base=source.name, year=change.new)
            stream.write(
                "\n".join((f"# {note}", f'extends = "{source.name}"', *_lines(changed), ""))
            )
            return
        whole = _whole(text, change)
        if "year" not in data:
            whole = f"year = {change.new}\n{whole}"
        stream.write(whole)


def _blanks(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix in (".xlsx", ".docx")]


def _copy(blank: Path, folder: Path, change: _YearChange) -> list[str]:
    """Copy a blank with the new year in its titles and labels; return the new texts."""
    data = regular_bytes(blank)
    changed: list[str] = []
    if blank.suffix == ".xlsx":
        edits: dict[str, dict[Position, CellContent]] = {}
        for sheet, position, text in _texts(blank):
            if (new := change.text(text)) != text:
                edits.setdefault(sheet, {})[position] = CellContent("text", new)
                changed.append(new)
        data = edit_workbook(data, blank.name, edits, {})
    with atomic_path(folder / blank.name, force=False) as unfinished:
        unfinished.write_bytes(data)
    return changed


def _texts(blank: Path) -> Iterator[tuple[str, Position, str]]:
    """Yield the short texts of a blank with their sheets and cells."""
    _, grid = read_file(blank)
    for sheet in grid.sheets:
        for position, cell in sheet.cells.items():
            if (
                isinstance(cell.value, str)
                and not cell.formula
                and len(cell.value) <= MAX_LABEL_LENGTH
            ):
                yield sheet.name, position, cell.value
