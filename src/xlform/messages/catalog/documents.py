"""What reading documents says: paragraphs, tables of Word, text."""

from __future__ import annotations

from typing import Final

DOCUMENTS: Final[dict[str, tuple[str, str]]] = {
    "error.declared-prose": (
        '模板声明“{path}”里的 {key} 只用于 layout = "prose" 的文字材料。',
        '{key} in the declaration {path} is for a layout of "prose" only.',
    ),
}
