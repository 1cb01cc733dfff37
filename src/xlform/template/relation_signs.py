"""Signs of other programs and of Chinese input, and those that relations have for them."""

from __future__ import annotations

from typing import Final

RELATION_SIGNS: Final = {
    "＝": "=", "≤": "<=", "≥": ">=", "≠": "!=", "＜": "<", "＞": ">", "×": "*", "÷": "/", "＋": "+",
    "－": "-", "—": "-", "（": "(", "）": ")", "，": ",", "、": ",", "“": '"', "”": '"', "'": '"',
    "&": "and", "|": "or", "。": ".", "．": ".", "^": "*", "[": "(", "]": ")",
}  # fmt: skip
