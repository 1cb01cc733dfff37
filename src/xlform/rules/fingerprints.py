"""Fingerprints of the long texts of a form, to find copies in other files without the text.

A text is split at its stops; a hash and the length of each clause are kept, without the filer's own
name. Two texts that differ in one word share all clauses but one.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import msgspec

from xlform.template.form_values import FormValues
from xlform.template.roles import Role

# Texts with fewer characters recur by chance; of long texts the longest clauses are enough.
_TEXT_AT_LEAST = 30
_CLAUSES_AT_MOST = 12
_TEXTS_AT_MOST = 8
_CLAUSE_AT_LEAST = 5
# The duties of an office are laid down in the same words for all offices of its kind.
_PRESCRIBED = Role.DUTIES
_STOPS = re.compile(r"[。；;！!？?，,\n]")
_WIDE = re.compile("[\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_IGNORED = re.compile(r"[^\w%‰≥≤<>=+]|_")
_LENGTH_BITS = 8
_LONGEST = (1 << _LENGTH_BITS) - 1
_HASH_BYTES, _BYTES = 6, 8


class TextFingerprint(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A long text: field, cell, number of characters, eight bytes per clause."""

    field: str
    cell: str
    chars: int
    packed: bytes

    @property
    def clauses(self) -> tuple[int, ...]:
        """Return a number per clause, the longest clause first."""
        return struct.unpack(f"<{len(self.packed) // _BYTES}Q", self.packed)


def text_fingerprints(values: FormValues, names: Sequence[str]) -> Iterator[TextFingerprint]:
    """Yield the fingerprints of a form's long fields, each text once.

    ``names`` are the filer's own, the longest first. Tables are left out: 附表2 and 工作计划
    repeat the goals of each 附表3.
    """
    form, seen = values.form, set[str]()
    for name, text in form.fields.items():
        if type(text) is not str or len(text) < _TEXT_AT_LEAST:
            continue
        if text in seen or values.role_at(name) == _PRESCRIBED:
            continue
        seen.add(text)
        if len(seen) > _TEXTS_AT_MOST:
            return
        clauses = _clauses(text, names)
        chars = sum(map(len, clauses))
        if chars >= _TEXT_AT_LEAST:
            longest = sorted(clauses, key=lambda clause: (-len(clause), clause))[:_CLAUSES_AT_MOST]
            packed = struct.pack(f"<{len(longest)}Q", *map(_number, longest))
            yield TextFingerprint(name, form.origins.get(name, ""), chars, packed)


def clause_length(clause: int) -> int:
    """Return the number of characters of the clause that a number encodes."""
    return clause & _LONGEST


def _clauses(text: str, names: Sequence[str]) -> list[str]:
    for name in names:
        text = text.replace(name, "")
    if _WIDE.search(text):
        text = unicodedata.normalize("NFKC", text)
    parts = _STOPS.split(text)
    plain = (_IGNORED.sub("", part) for part in parts)
    return list(dict.fromkeys(clause for clause in plain if len(clause) >= _CLAUSE_AT_LEAST))


def _number(clause: str) -> int:
    """Return a number below 2**56 for a clause, the same in every process."""
    digest = blake2b(clause.encode(), digest_size=_HASH_BYTES).digest()
    return int.from_bytes(digest) << _LENGTH_BITS | min(len(clause), _LONGEST)
