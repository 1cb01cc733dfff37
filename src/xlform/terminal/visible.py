"""Control characters of files shown as visible signs, so that no terminal carries them out.

A cell or a file name may hold an escape sequence that moves the cursor, sets the title or colours
what follows, marks of direction that turn the order of what is read (Unicode TR 36, 2.2), and
characters without width, by which two texts look the same and are not.
"""

from __future__ import annotations

import re
from typing import Final

from xlform.model.file_names import readable_name

_C0, _DELETE = 0x20, 0x7F
# Signs of the first 32 characters, and of DEL: Unicode block Control Pictures.
_PICTURES, _DELETE_PICTURE = 0x2400, "\u2421"
# Gaps that no terminal carries out: line breaks, tabs, blanks of the width of a character.
_GAPS: Final = "\n\t\u3000"
# Compiled by `re` at its first use. None of these is printable, in the sense of Python.
_HIDDEN: Final = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Return a text with a sign for each control character but line breaks and tabs.

    ESC becomes ␛, a mark of direction ``<U+202E>``.
    """
    return text if _is_plain(text) else re.sub(_HIDDEN, _sign, readable_name(text))


def escaped_json(text: str) -> str:
    r"""Return JSON with these characters written as ``\u202e``: the same data."""
    return text if _is_plain(text) else re.sub(_HIDDEN, _escape, text)


def _is_plain(text: str) -> bool:
    """Return True for a text whose characters are seen or leave a gap, as nearly all are."""
    for gap in _GAPS:
        text = text.replace(gap, "")
    return text.isprintable()


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _C0:
        return chr(_PICTURES + code)
    return _DELETE_PICTURE if code == _DELETE else f"<U+{code:04X}>"
