"""Names of files that are not UTF-8, as people can read them.

Unpacked on Linux, an archive made on Chinese Windows has names in GBK. Python keeps such bytes as
lone surrogates (PEP 383), which no JSON, workbook or page may hold.
"""

from __future__ import annotations

import os
import re
from typing import Final

# Bytes that are no UTF-8, with the ASCII second bytes of two-byte characters between them.
# Compiled by `re` at their first use: most names are text.
_FOREIGN: Final = "[\ud800-\udfff][\ud800-\udfff!-~]*"
_SURROGATE: Final = "[\ud800-\udfff]"


def readable_name(text: str) -> str:
    """Return a name, path or text without surrogates: read as GB 18030, else ``<D4>`` for each."""
    if text.isascii() or text.isprintable():  # surrogates are not printable
        return text
    return re.sub(_FOREIGN, _readable, text)


def _readable(found: re.Match[str]) -> str:
    try:
        return os.fsencode(found[0]).decode("gb18030")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return re.sub(_SURROGATE, lambda sign: f"<{ord(sign[0]) & 0xFF:02X}>", found[0])
