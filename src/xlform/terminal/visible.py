"""Control characters of files shown as visible signs, so that no terminal carries them out.

A cell or a file name may hold an escape sequence that moves the cursor, sets the title or colours
what follows, and marks of direction that turn the order of what is read (Unicode TR 36, 2.2).
"""

from __future__ import annotations

import re
from typing import Final

from xlform.model.file_names import readable_name

_C0, _DELETE = 0x20, 0x7F
# Signs of the first 32 characters, and of DEL: Unicode block Control Pictures.
_PICTURES, _DELETE_PICTURE = 0x2400, "\u2421"
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    """Return a text with a sign for each control character but line breaks and tabs.

    ESC becomes ␛, a mark of direction ``<U+202E>``.
    """
    return _HIDDEN.sub(_sign, readable_name(text))


def escaped_json(text: str) -> str:
    r"""Return JSON with these characters written as ``\u202e``: the same data."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _C0:
        return chr(_PICTURES + code)
    return _DELETE_PICTURE if code == _DELETE else f"<U+{code:04X}>"
