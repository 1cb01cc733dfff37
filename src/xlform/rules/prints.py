"""Fingerprints of what a form says at length, to find it again in another file without the text.

A text is cut at its stops; of each clause, the filer's own name taken out, a hash and the number of
signs are kept. Two texts that differ in a word share all clauses but one.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import msgspec

from xlform.model.submission import Form

# Texts shorter than this are too common to have been copied; of long ones so many clauses do.
_TEXT_AT_LEAST = 30
_CLAUSES_AT_MOST = 12
_TEXTS_AT_MOST = 8
_CLAUSE_AT_LEAST = 5
# What an office is there for is laid down for all of its kind in the same words.
_PRESCRIBED = frozenset({"duties"})
_STOPS = re.compile(r"[。；;！!？?，,\n]")
_WIDE = re.compile("[\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_SILENT = re.compile(r"[^\w%‰≥≤<>=+]|_")
_LENGTH_BITS = 8
_LONGEST = (1 << _LENGTH_BITS) - 1
_HASH_BYTES, _BYTES = 6, 8


class TextPrint(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A long text: its field and cell, how many signs it has, eight bytes for each clause."""

    field: str
    cell: str
    signs: int
    packed: bytes

    @property
    def clauses(self) -> tuple[int, ...]:
        """A number for each clause, the longest clause first."""
        return struct.unpack(f"<{len(self.packed) // _BYTES}Q", self.packed)


def text_prints(form: Form, names: Sequence[str]) -> Iterator[TextPrint]:
    """The fingerprints of a form's long fields, each text once.

    ``names`` are the filer's own, the longest first. Tables are left out: 附表2 and 工作计划 say
    again what each 附表3 does.
    """
    seen: set[str] = set()
    for name, text in form.fields.items():
        if type(text) is not str or len(text) < _TEXT_AT_LEAST:
            continue
        if text in seen or name in _PRESCRIBED:
            continue
        seen.add(text)
        if len(seen) > _TEXTS_AT_MOST:
            return
        clauses = _clauses(text, names)
        signs = sum(map(len, clauses))
        if signs >= _TEXT_AT_LEAST:
            longest = sorted(clauses, key=lambda one: (-len(one), one))[:_CLAUSES_AT_MOST]
            packed = struct.pack(f"<{len(longest)}Q", *map(_number, longest))
            yield TextPrint(name, form.origins.get(name, ""), signs, packed)


def signs_of(clause: int) -> int:
    """How many signs the clause has that a number stands for."""
    return clause & _LONGEST


def _clauses(text: str, names: Sequence[str]) -> list[str]:
    for name in names:
        text = text.replace(name, "")
    if _WIDE.search(text):
        text = unicodedata.normalize("NFKC", text)
    parts = _STOPS.split(text)
    plain = (_SILENT.sub("", part) for part in parts)
    return list(dict.fromkeys(one for one in plain if len(one) >= _CLAUSE_AT_LEAST))


def _number(clause: str) -> int:
    """A number for a clause that is the same in every process; below 2**56."""
    digest = blake2b(clause.encode(), digest_size=_HASH_BYTES).digest()
    return int.from_bytes(digest) << _LENGTH_BITS | min(len(clause), _LONGEST)
