"""Change of an input: of a text by its tokens, of bytes in place."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Final

_TOKEN: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|[A-Za-z_][\w.:-]*|</?|/?>|\s+|[\u4e00-\u9fff]{1,4}|.", re.DOTALL
)
# Numbers at the limits of types and of sheets, and characters that readers treat in another way.
_ODD: Final = (
    "0", "-1", "1", "00", "65535", "65536", "16384", "2147483647", "4294967296", "1e308", "1e-400",
    "9" * 40, "9" * 5_000,
    "0." + "0" * 30 + "1", "NaN", "inf", "-0", "", " ", "\t", "\n", "\u3000", "\u00a0",
    "\u200b", "\u202e", "\u2028", "\ufeff", "\ufffd", "\x0b", "\x1b[31m", "\U0001f600", "e\u0301",
    "&#0;", "&amp;", "&#x41;", "]]>", "<!--", "<![CDATA[", "'", '"', "\\", "|", "(", ")", "（",
    "）", "【", "%", "‰", "＝", "≥", "～", "－", "×", "÷", "²", "½", "①", "Ⅷ", "〇", "两", "廿",
    "亿", "万", "二〇二三年", "9999年", "13月", "32日", "#REF!", "=", "+", "@", "$A$1", "A0",
    "1:1", "A:A",
)  # fmt: skip
_OPERATIONS: Final = 7


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text; joined they are the text."""
    return _TOKEN.findall(text)


def changed_text(text: str, others: Sequence[str], rng: random.Random) -> str:
    """Return a text with some tokens deleted, repeated, moved, or taken from another text."""
    tokens = tokens_of(text)
    for _ in range(1 + min(rng.getrandbits(3), rng.getrandbits(3))):
        at = rng.randrange(len(tokens) + 1)
        end = min(len(tokens), at + 1 + min(rng.getrandbits(4), rng.getrandbits(4)))
        operation = rng.randrange(_OPERATIONS)
        if operation == 0:
            del tokens[at:end]
        elif operation == 1:
            tokens[at:at] = tokens[at:end] * rng.choice((1, 1, 2, 5, 40))
        elif operation == 2:
            tokens[at:end] = [rng.choice(_ODD)]
        elif operation == 3:
            tokens.insert(at, rng.choice(_ODD))
        elif operation == 4 and others:
            other = tokens_of(rng.choice(others))
            start = rng.randrange(len(other) + 1)
            tokens[at:end] = other[start : start + 1 + rng.getrandbits(4)]
        elif operation == 5 and tokens:
            other_place = rng.randrange(len(tokens))
            tokens[at:end] = tokens[other_place : other_place + end - at]
        elif tokens:
            place = min(at, len(tokens) - 1)
            token = tokens[place]
            cut = rng.randrange(len(token) + 1)
            tokens[place] = token[:cut] + rng.choice(_ODD) + token[cut:]
    return "".join(tokens)


def changed_bytes(data: bytes, rng: random.Random) -> bytes:
    """Return bytes with some of them, or words of two or four, replaced, and now and then cut."""
    changed = bytearray(data)
    for _ in range(1 + rng.getrandbits(3)):
        if not changed:
            break
        at = rng.randrange(len(changed))
        width = rng.choice((1, 1, 2, 4))
        value = rng.choice((0, 1, 0x7F, 0xFF, 0x8000, 0xFFFF, 0xFFFF_FFFE, rng.getrandbits(32)))
        if rng.getrandbits(4) == 0:
            del changed[at : at + 1 + rng.getrandbits(6)]
        elif rng.getrandbits(4) == 0:
            changed[at:at] = changed[at : at + 1 + rng.getrandbits(6)]
        else:
            changed[at : at + width] = (value & (1 << 8 * width) - 1).to_bytes(width, "little")
    return bytes(changed)
