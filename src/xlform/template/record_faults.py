"""Faults in the structure of a declaration: unknown and missing keys, values of a wrong type.

The types of the records say what is right; all faults of a file are found, not only the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import inspect

from xlform.messages import translate
from xlform.template.declaration import Strict
from xlform.template.faults import DeclarationFault
from xlform.template.toml_lines import KeyPath

_SHOWN = 40


def record_faults(data: object, record: type[Strict]) -> Iterator[DeclarationFault]:
    """Yield the faults of the TOML data of a record, in the order of the data."""
    yield from _faults(data, _type_of(record), ())


def without_faults(data: dict[str, Any], faults: list[DeclarationFault]) -> dict[str, Any]:
    """Return the data without the keys that are faulty, so that the rest can be examined."""
    kept: dict[str, Any] = _copied(data)
    for fault in sorted(faults, key=lambda fault: len(fault.key), reverse=True):
        if fault.code != "missing-key" and fault.key:
            _remove(kept, fault.key)
    return kept


def _copied(data: Any) -> Any:  # noqa: ANN401  (TOML data)
    """Return a copy of TOML data whose tables and lists can be changed."""
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data


def _remove(data: Any, key: KeyPath) -> None:  # noqa: ANN401  (TOML data)
    for part in key[:-1]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(key[-1], None)
    elif isinstance(data, list) and isinstance(key[-1], int) and key[-1] < len(data):
        data.pop(key[-1])


@cache
def _type_of(record: type[Strict]) -> inspect.Type:
    return inspect.type_info(record)


def _faults(data: object, kind: inspect.Type, key: KeyPath) -> Iterator[DeclarationFault]:
    if isinstance(kind, inspect.UnionType):
        yield from _faults_of_union(data, kind, key)
    elif not _has_type(data, kind):
        yield DeclarationFault("type", key, wanted=_type_name(kind), found=shown(data))
    elif isinstance(kind, inspect.StructType):
        yield from _faults_of_table(data, kind, key)
    elif isinstance(kind, inspect.DictType) and isinstance(data, dict):
        for name, value in data.items():
            yield from _faults(value, kind.value_type, (*key, name))
    elif isinstance(kind, inspect.VarTupleType) and isinstance(data, list):
        if len(data) < (kind.min_length or 0):
            yield DeclarationFault("empty-list", key)
        for number, value in enumerate(data):
            yield from _faults(value, kind.item_type, (*key, number))
    else:
        yield from _faults_of_plain(data, kind, key)


def _faults_of_plain(data: object, kind: inspect.Type, key: KeyPath) -> Iterator[DeclarationFault]:
    match kind:
        case inspect.LiteralType(values) if data not in values:
            known = [str(value) for value in values]
            yield DeclarationFault("choice", key, known=known, seen=str(data))
        case inspect.StrType(min_length=least) if least and not str(data).strip():
            yield DeclarationFault("empty-text", key)
        case inspect.StrType(pattern=pattern) if pattern and not re.search(pattern, str(data)):
            yield DeclarationFault("term", key, found=shown(data))
        case inspect.IntType(ge=least) if least is not None and int(str(data)) < least:
            yield DeclarationFault("too-small", key, least=least, found=data)


def _faults_of_union(
    data: object, union: inspect.UnionType, key: KeyPath
) -> Iterator[DeclarationFault]:
    found = [list(_faults(data, kind, key)) for kind in union.types if _has_type(data, kind)]
    if not found:
        wanted = translate("declaration.or").join(
            dict.fromkeys(_type_name(kind) for kind in union.types if _type_name(kind))
        )
        yield DeclarationFault("type", key, wanted=wanted, found=shown(data))
    elif all(found):
        yield from min(found, key=len)


def _faults_of_table(
    data: Any,  # noqa: ANN401  (TOML data)
    struct: inspect.StructType,
    key: KeyPath,
) -> Iterator[DeclarationFault]:
    fields = {field.encode_name: field for field in struct.fields}
    for name, value in data.items():
        if name in fields:
            yield from _faults(value, fields[name].type, (*key, name))
        else:
            yield DeclarationFault("unknown-key", (*key, name), known=fields, seen=name)
    for name, field in fields.items():
        if field.required and name not in data:
            yield DeclarationFault("missing-key", (*key, name), name=name)


def _has_type(data: object, kind: inspect.Type) -> bool:
    """Return True if a value has the TOML type that ``kind`` asks for, right or not."""
    match kind:
        case inspect.StructType() | inspect.DictType():
            return isinstance(data, dict)
        case inspect.VarTupleType():
            return isinstance(data, list)
        case inspect.BoolType():
            return isinstance(data, bool)
        case inspect.IntType():
            return isinstance(data, int) and not isinstance(data, bool)
        case inspect.NoneType():
            return False
        case _:
            return isinstance(data, str)


def _type_name(kind: inspect.Type) -> str:
    match kind:
        case inspect.StructType() | inspect.DictType():
            name = translate("declaration.table")
        case inspect.VarTupleType():
            name = translate("declaration.list")
        case inspect.BoolType():
            name = "true / false"
        case inspect.IntType():
            name = translate("declaration.integer")
        case inspect.LiteralType(values):
            name = " / ".join(f'"{value}"' for value in values)
        case inspect.NoneType():
            name = ""
        case _:
            name = translate("declaration.text")
    return name


def shown(value: object) -> str:
    """Return a value as TOML writes it, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, list):
        text = f"[{', '.join(map(shown, value))}]"
    elif isinstance(value, dict):
        text = f"{{ {', '.join(f'{key} = {shown(item)}' for key, item in value.items())} }}"
    else:
        text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
