"""Files that Excel encrypts with its own default password, and opens without asking for one.

A workbook with a protected structure, and one for which only changing it needs a password, are
encrypted with a password that every office program knows (MS-OFFCRYPTO 2.3.6.2, MS-XLS 2.2.9).
"""

from __future__ import annotations

import io
import re
from typing import Final

from xlform.formats.compound import Compound

_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105  (public, in the standard)
# Excel hashes the password 100,000 times; the file names the number, so that it could be any.
_ROUNDS_AT_MOST: Final = 1_000_000
_ROUNDS: Final = re.compile(rb'spinCount="([0-9]{1,12})"')


def without_default_password(data: bytes) -> bytes | None:
    """Return the content of a file that the default password opens; ``None`` for any other.

    ``data`` is a compound file: of an .xlsx the package in it is returned, of an .xls the same
    file without its encryption.
    """
    if _too_many_rounds(data):
        return None
    import msoffcrypto  # noqa: PLC0415  (encrypted files only)

    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        # That of an .xls is always verified; only a package has to be told to.
        verified = {"verify_password": True} if file.format == "ooxml" else {}
        file.load_key(password=_PASSWORD, **verified)
        file.decrypt(opened)
    except Exception:  # noqa: BLE001  (of damage it raises whatever it stumbles over)
        return None
    return opened.getvalue() or None


def _too_many_rounds(data: bytes) -> bool:
    try:
        about = Compound(data).stream("EncryptionInfo")
    except ValueError:
        return False
    return any(int(rounds) > _ROUNDS_AT_MOST for rounds in _ROUNDS.findall(about))
