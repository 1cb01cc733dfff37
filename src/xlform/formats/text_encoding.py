"""The characters of a text file: UTF-8, UTF-16 or GB 18030 (which holds GBK and GB 2312)."""

from __future__ import annotations

import codecs

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 4_096
# In UTF-16 without a byte order mark every other byte of Latin letters, digits and separators is 0;
# on the other side the only zero is in the ideographic space.
_ZEROS, _ONE_SIDED = 0.02, 4
# Binary data can decode as Chinese by accident, but then contains control characters.
_CONTROLS = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32))))
_REPLACEMENT, _SPOILT_AT_MOST, _SPOILT_ONE_IN, _SPOILT_RARELY = "\ufffd", 2, 20, 200
# Word writes a page break and the end of a table's cell into its plain texts.
_CONTROLS_IN_TEXT = frozenset("\x07\x0b\x0c\x1e\x1f")


def decoded(data: bytes, declared: str = "") -> str | None:
    """Return the text of bytes, ``None`` where they are no text.

    ``declared`` is the encoding that the file declares; it is used where it fits. A few invalid
    bytes are shown as �.
    """
    encodings = _encodings(data, declared)
    for encoding in encodings:
        try:
            return _text(data.decode(encoding))
        except (UnicodeError, LookupError):
            continue
    spoilt = [
        text for encoding in encodings if (text := _with_replacements(data, encoding)) is not None
    ]
    best = min(spoilt, key=lambda text: text.count(_REPLACEMENT), default="")
    count = best.count(_REPLACEMENT)
    few = count <= max(
        _SPOILT_AT_MOST, len(best) // _SPOILT_RARELY
    ) and count * _SPOILT_ONE_IN <= len(best)
    return _text(best) if best and few else None


def _with_replacements(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return None


def _text(decoded_text: str) -> str | None:
    return None if _is_binary(decoded_text) else decoded_text


def _encodings(data: bytes, declared: str) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    head = data[:_LOOKED_AT]
    if b"\0" in head:
        return _without_mark(head)
    # Files that declare GB 2312 are in fact GBK or GB 18030.
    gb = declared.lower().startswith("gb")
    believed = [] if gb or not declared else [declared]
    return ["gb18030", "utf-8"] if gb and not _is_utf8(data) else [*believed, "utf-8", "gb18030"]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(head: bytes) -> list[str]:
    """Return the byte order of UTF-16 by the position of its zeros."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < _ZEROS * len(head) or _ONE_SIDED * min(even, odd) > max(even, odd):
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _is_binary(text: str) -> bool:
    return bool(set(text[:_LOOKED_AT]) & (_CONTROLS - _CONTROLS_IN_TEXT))
