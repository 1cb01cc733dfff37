"""Faults of patterns: not regular expressions, matching everything, or nothing that is compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from xlform.template.declaration import (
    FormDeclaration,
    OneOrMoreOrNone,
    ValueKind,
    as_tuple,
)
from xlform.template.faults import DeclarationFault
from xlform.template.labels import fold
from xlform.template.patterns import prose_patterns
from xlform.template.toml_lines import KeyPath

# Parts of a regular expression that are not literal characters: escapes, classes, names of groups.
_NOT_LITERAL = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?<[^>]*>|[a-zA-Z:=!<]+)|\(\?")
_REGEX_SIGNS = frozenset("()[]{}|?*+.^$\\")
_OPTIONAL = ("?", "*", "{0")


class _Pattern(msgspec.Struct, frozen=True):
    """Pattern of a declaration with its key.

    ``folded`` patterns are matched against folded labels, ``dated`` ones may have a group ``year``.
    """

    key: KeyPath
    text: str
    folded: bool = False
    dated: bool = False
    prose: bool = False
    kind: ValueKind = "text"


def pattern_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield the faults of all patterns of a form."""
    for pattern in _patterns(declaration):
        yield from _faults(pattern)


def _patterns(declaration: FormDeclaration) -> Iterator[_Pattern]:
    for name, texts in (("title", declaration.title), ("year", declaration.year)):
        for number, text in enumerate(texts):
            yield _Pattern((name, number), text, folded=True, dated=True)
    for number, text in enumerate(declaration.ignore):
        yield _Pattern(("ignore", number), text)
    for name, field in declaration.field.items():
        if field.pattern:
            yield _Pattern(("field", name, "pattern"), field.pattern, folded=True)
        yield from _prose_patterns(("field", name, "find"), field.find, field.kind)
    for name, table in declaration.table.items():
        if table.entry:
            yield _Pattern(("table", name, "entry"), table.entry)
        for column_name, column in table.column.items():
            key = ("table", name, "column", column_name, "find")
            yield from _prose_patterns(key, column.find, column.kind)


def _prose_patterns(key: KeyPath, texts: OneOrMoreOrNone, kind: ValueKind) -> Iterator[_Pattern]:
    for number, text in enumerate(as_tuple(texts)):
        path = key if isinstance(texts, str) else (*key, number)
        yield _Pattern(path, text, prose=True, kind=kind)


def _faults(pattern: _Pattern) -> Iterator[DeclarationFault]:
    text = pattern.text
    try:
        compiled = prose_patterns(text, pattern.kind)[0] if pattern.prose else re.compile(text)
    except re.error as error:
        place = (error.pos or 0) + 1
        yield DeclarationFault(
            "pattern", pattern.key, pattern=text, position=place, reason=error.msg
        )
        return
    if compiled.search(""):
        yield DeclarationFault("pattern-empty", pattern.key, pattern=text)
    elif pattern.prose and "{}" not in text:
        yield DeclarationFault("find-without-value", pattern.key, pattern=text)
    if pattern.folded and (sign := _folded_away(text)):
        yield DeclarationFault(
            "pattern-folded", pattern.key, severity="warning", pattern=text, sign=sign
        )
    for group in compiled.groupindex:
        if not pattern.prose and not (pattern.dated and group == "year"):
            known = ("year",) if pattern.dated else ()
            yield DeclarationFault(
                "pattern-group",
                pattern.key,
                severity="warning",
                known=known,
                seen=group,
                group=group,
            )


def _folded_away(text: str) -> str:
    """Return the first literal sign of a pattern that no folded label contains, "" if none."""
    literal = _NOT_LITERAL.sub(lambda found: "\x00" * len(found[0]), text)
    for place, sign in enumerate(literal):
        if sign in _REGEX_SIGNS or sign == "\x00" or literal[place + 1 :].startswith(_OPTIONAL):
            continue
        if fold(sign) != sign:
            return sign
    escaped = re.search(r"\\[()\[\]{} :]", text)
    if (
        escaped
        and not text[escaped.end() :].startswith(_OPTIONAL)
        and "[" not in text[: escaped.start()]
    ):
        return escaped[0]
    return ""
