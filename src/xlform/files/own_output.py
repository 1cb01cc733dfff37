"""The mark by which files that xlform wrote are known: the custom document property ``xlform``.

Its value is the kind of output (``summary``, ``marked`` …), for most kinds with a checksum of the
rest of the file, so that a file somebody has edited since is known too. JSON names its schema, a
page has a ``meta`` element, Parquet has metadata. docs/outputs.md lists the kinds.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final, Literal, get_args

PROPERTY: Final = "xlform"
# Key of the metadata of a Parquet file.
PARQUET_KEY: Final = b"xlform.output"
OutputKind = Literal[
    "changes", "converted", "fixed", "import", "ledger", "letter", "marked", "narrative",
    "platform", "summary", "written",
]  # fmt: skip
KINDS: Final = frozenset(get_args(OutputKind))
Authorship = Literal["own", "edited", "foreign"]

_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_CUSTOM: Final = b"docprops/custom"
_HEAD: Final = 4096
# The directory of a workbook's parts is at its end (APPNOTE 4.3.12).
TAIL: Final = 64 * 1024
# Compiled by `re` at their first use: where an output replaces a file.
_JSON: Final = rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"schema":\s*"xlform\.'
_PAGE: Final = rb'<meta name="xlform" content="[^"]'


def mark_output(data: bytes, kind: OutputKind, name: str) -> bytes:
    """Return a workbook or document with the mark; the same bytes for the same content."""
    from xlform.ooxml.edit.document_property import checksum, with_property  # noqa: PLC0415  (only for what is written)

    return with_property(data, name, PROPERTY, f"{kind} {checksum(data)}")


def authorship(path: Path, heading: bytes = b"") -> Authorship:
    """Return whether xlform wrote a file, and whether somebody has edited it since.

    ``heading`` is the first line of the CSV file about to be written: a file that begins with the
    same line is taken for an earlier one of the same kind.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_ZIP):
        return _archive_authorship(path)
    if head.startswith(_PARQUET):
        own = PARQUET_KEY in _tail(path)
    elif heading:
        own = (head + b"\n").startswith(heading)
    else:
        own = bool(re.match(_JSON, head) or re.search(_PAGE, head))
    return "own" if own else "foreign"


def _archive_authorship(path: Path) -> Authorship:
    from xlform.ooxml.edit.document_property import read_with_checksum  # noqa: PLC0415  (few outputs exist)

    value, checksum = read_with_checksum(path, PROPERTY)
    if not value:
        return "foreign"
    _, _, expected = value.partition(" ")
    return "own" if not expected or expected == checksum else "edited"


def output_kind(source: str | Path | bytes) -> str:
    """Return the kind of a file that xlform wrote, whoever has edited it since; "" of others."""
    tail = source[-TAIL:] if isinstance(source, bytes) else _tail(source)
    if not has_properties(tail):
        return ""
    from xlform.ooxml.edit.document_property import read_property  # noqa: PLC0415  (as said)

    file = source if isinstance(source, bytes) else Path(source)
    return read_property(file, PROPERTY).partition(" ")[0]


def has_properties(tail: bytes) -> bool:
    """Return whether a file with this end may have properties: most files of others have none."""
    return _CUSTOM in tail.lower()


def _tail(path: str | Path) -> bytes:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  (called for ten thousand files)
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - TAIL))
            return stream.read()
    except (OSError, ValueError):
        return b""
