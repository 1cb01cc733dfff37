"""Patterns over prose, with the value they look for in place of ``{}``."""

from __future__ import annotations

import re

from xlform.template.declaration import OneOrMoreOrNone, ValueKind, as_tuple

# Regular expression for {} in a pattern over prose, by the kind of the value.
_VALUE_MARK = "{}"
_ANY_TEXT = "(?P<value>.+?)"
_PATTERNS: dict[str, str] = {
    "amount": r"(?P<value>-?[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?(?:[十百千]?[万亿]元?|[百千]?元)?)",
}


def prose_patterns(patterns: OneOrMoreOrNone, kind: ValueKind) -> tuple[re.Pattern[str], ...]:
    """Compile patterns over prose, with the group ``value`` in place of ``{}``."""
    words = _PATTERNS.get(kind, _ANY_TEXT)
    return tuple(
        re.compile(text.replace(_VALUE_MARK, words), re.DOTALL) for text in as_tuple(patterns)
    )
