"""Declaration files with what they take over from those they extend, and the line of each key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from xlform.errors import DeclarationProblem, system_reason
from xlform.model.regular_file import regular_text
from xlform.model.resources import is_shipped
from xlform.model.toml_files import parsed_data, read_toml_file, toml_data
from xlform.template.declaration import Strict
from xlform.template.faults import DeclarationFault, key_text

if TYPE_CHECKING:
    from xlform.template.toml_lines import KeyPath

    # File and line of each key.
    _Places = dict[KeyPath, tuple[Path, int]]

Toml = dict[str, Any]
Bases = Mapping[str, Path]
_Declaration = TypeVar("_Declaration", bound=Strict)
_NO_BASES: Bases = MappingProxyType({})
# What a declaration that extends another one holds.
_EXTENDS = b'"extends":'


class LocatedFault(msgspec.Struct, frozen=True):
    """Fault of a declaration with the file and the line it is in."""

    fault: DeclarationFault
    path: Path
    line: int

    @property
    def key(self) -> str:
        """Return the faulty key as it is written with dots."""
        return key_text(self.fault.key)

    def problem(self) -> DeclarationProblem:
        """Return the error to raise where the declaration is needed."""
        code = "declaration-key" if self.fault.key else "declaration-line"
        return DeclarationProblem(
            code, path=self.path, line=self.line, at=self.key, fault=self.fault
        )


def read_declaration(
    path: Path, kind: type[_Declaration], bases: Bases = _NO_BASES
) -> _Declaration:
    """Read a declaration file into ``kind``; ``bases`` are those it may extend, by name.

    Raises :class:`DeclarationProblem` with the file, the line, the key and what is right there.
    """
    if is_shipped(path) and (known := _known(path, kind)):
        return known
    try:
        data = extended(path, bases)
        try:
            return msgspec.convert(data, kind)
        except msgspec.ValidationError as error:
            from xlform.template.record_faults import record_faults  # noqa: PLC0415  (slow)

            fault = next(record_faults(data, kind), None)
            raise fault or DeclarationFault("other", reason=error) from error
    except DeclarationFault as fault:
        raise located(fault, path, bases).problem() from fault


def _known(path: Path, kind: type[_Declaration]) -> _Declaration | None:
    """Return a declaration of the package that extends none, as the parsed copy holds it.

    ``None`` where that holds another text, and for a fault, which is told by reading the file.
    """
    try:
        data = parsed_data(path)
        if data is None or _EXTENDS in bytes(data):
            return None
        return msgspec.json.decode(data, type=kind)
    except (OSError, msgspec.ValidationError):
        return None


def extended(path: Path, bases: Bases, above: tuple[str, ...] = ()) -> Toml:
    """Return a declaration with everything it takes over from those it extends.

    Raises :class:`DeclarationFault` for a file that can't be read or is not TOML, for a base that
    is unknown or extends it in turn, and for what it takes out but no base has.
    """
    data = read_toml(path)
    base = data.get("extends")
    if not isinstance(base, str) or not base:
        return data
    known = sorted(name for name in bases if bases[name] != path)
    if bases.get(base) == path or base in above:
        raise DeclarationFault("extends-cycle", ("extends",), known=known, base=base)
    if base not in bases:
        raise DeclarationFault("extends", ("extends",), known=known, seen=base, base=base)
    try:
        inherited = extended(bases[base], bases, (*above, base))
    except DeclarationFault as fault:
        raise located(fault, bases[base], bases).problem() from fault
    return _merged(inherited, data, ())


def read_toml(path: Path) -> Toml:
    """Return the data of a TOML file; raises :class:`DeclarationFault` if it can't be read."""
    try:
        return read_toml_file(path)
    except OSError as error:
        raise _unreadable(error) from error
    except ValueError as error:  # tomllib.TOMLDecodeError, UnicodeDecodeError
        from xlform.template.toml_faults import toml_fault  # noqa: PLC0415  (only for faulty files)

        raise toml_fault(_text(path), error) from error


def required_toml(path: Path) -> Toml:
    """Return what :func:`read_toml` does; :class:`DeclarationProblem` if it can't be read."""
    try:
        return read_toml(path)
    except DeclarationFault as fault:
        raise located(fault, path).problem() from fault


def _text(path: Path) -> str:
    try:
        return regular_text(path)
    except UnicodeDecodeError as error:
        from xlform.template.toml_faults import encoding_fault  # noqa: PLC0415  (as above)

        raise encoding_fault(error) from error
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> DeclarationFault:
    return DeclarationFault("unreadable", line=1, reason=system_reason(error))


def _merged(base: Toml, own: Toml, key: KeyPath) -> Toml:
    """Return a table with the entries of another over its own; ``false`` takes one out.

    Relations come on top of those that are taken over.
    """
    found = dict(base)
    for name, value in own.items():
        before = found.get(name)
        if value is False and name not in _switches():
            if before is None and name != "relation":
                raise DeclarationFault(
                    "not-inherited", (*key, name), known=base, seen=name, name=name
                )
            found.pop(name, None)
        elif name == "relation" and isinstance(before, list) and isinstance(value, list):
            found[name] = [*before, *value]
        elif isinstance(before, dict) and isinstance(value, dict):
            found[name] = _merged(before, value, (*key, name))
        else:
            found[name] = value
    return found


@cache
def _switches() -> frozenset[str]:
    """Return the keys that may be ``false`` without taking anything out."""
    records = [
        record for record in Strict.__subclasses__() if record.__module__ == Strict.__module__
    ]
    return frozenset(name for record in records for name in _switches_of(record))


def _switches_of(record: type[Strict]) -> Iterator[str]:
    """Yield the keys of a record that are true or false; its last ones have a default."""
    defaults = record.__struct_defaults__
    keys = record.__struct_encode_fields__[-len(defaults) :] if defaults else ()
    yield from (key for key, value in zip(keys, defaults, strict=True) if isinstance(value, bool))


def located(fault: DeclarationFault, path: Path, bases: Bases = _NO_BASES) -> LocatedFault:
    """Return a fault with the file and line of its key, or of the nearest table around it."""
    if fault.line:
        return LocatedFault(fault, path, fault.line)
    places = _places(path, bases)
    for length in range(len(fault.key), 0, -1):
        if fault.key[:length] in places:
            return LocatedFault(fault, *places[fault.key[:length]])
    return LocatedFault(fault, path, 1)


def _places(path: Path, bases: Bases, above: tuple[Path, ...] = ()) -> _Places:
    """Return the file and line of each key of a declaration and of those it extends."""
    try:
        text = _text(path)
    except DeclarationFault:
        return {}
    from xlform.template.toml_lines import key_lines  # noqa: PLC0415  (only for faulty files)

    own: _Places = {key: (path, line) for key, line in key_lines(text).items()}
    try:
        base = toml_data(text).get("extends")
    except ValueError:  # tomllib.TOMLDecodeError
        return own
    if not isinstance(base, str) or base not in bases or bases[base] in (path, *above):
        return own
    inherited = _places(bases[base], bases, (*above, path))
    count = len({key[1] for key in inherited if len(key) > 1 and key[0] == "relation"})
    return inherited | dict(_shifted(own, count))


def _shifted(places: _Places, count: int) -> Iterator[tuple[KeyPath, tuple[Path, int]]]:
    """Yield the places of keys with those of relations behind ``count`` that are taken over."""
    for key, place in places.items():
        if len(key) > 1 and key[0] == "relation" and isinstance(key[1], int):
            yield ("relation", key[1] + count, *key[2:]), place
        else:
            yield key, place
