"""TOML files, those of the package from a copy that was parsed before.

``templates/parsed.json`` holds the data of each shipped file beside the size and checksum of its
text: a file that was changed since is parsed as any other. docs/make_parsed.py writes the copy.
"""

# Annotations are objects here: each one that is a string costs msgspec a compilation.

import os
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from xlform.model.regular_file import TEXT_AT_MOST, decoded, regular_bytes
from xlform.model.resources import shipped_templates

PARSED_FILE: Final = "parsed.json"
Toml = dict[str, Any]


class ParsedFile(msgspec.Struct, frozen=True, array_like=True):
    """A file's data as JSON, and what its text has to be for the data to hold."""

    size: int
    checksum: int
    data: msgspec.Raw


def read_toml_file(path: Path) -> Toml:
    """Return the data of a TOML file.

    Raises ``OSError``, ``UnicodeDecodeError`` and ``tomllib.TOMLDecodeError``.
    """
    content = regular_bytes(path, TEXT_AT_MOST)
    known = _parsed(path, content)
    if known is None:
        text = decoded(content)
        plain = text.encode()  # with line ends of Windows it is the same text
        known = _parsed(path, plain) if plain != content else None
    if known is None:
        return toml_data(text)
    data: Toml = msgspec.json.decode(known)
    return data


def parsed_data(path: Path) -> msgspec.Raw | None:
    """Return the data of a file of the package as JSON; ``None`` if the copy lacks its text.

    Raises ``OSError``.
    """
    return _parsed(path, regular_bytes(path, TEXT_AT_MOST))


def _parsed(path: Path, content: bytes) -> msgspec.Raw | None:
    """Return the data of a file of the package in the copy; ``None`` if it is another text."""
    shipped = shipped_templates()
    name = str(path).removeprefix(f"{shipped}{os.sep}")
    known = parsed_copy(shipped).get(name.replace(os.sep, "/")) if name != str(path) else None
    if known is None or (len(content), zlib.crc32(content)) != (known.size, known.checksum):
        return None
    return known.data


def toml_data(text: str, parse_float: Callable[[str], Any] = float) -> Toml:
    """Return the data of a TOML text; raises ``tomllib.TOMLDecodeError``.

    That is raised too where the parser itself gives up: brackets nested too deeply for it, numbers
    of thousands of digits.
    """
    import tomllib  # noqa: PLC0415  (what is read from the parsed copy needs no parser)

    try:
        return tomllib.loads(text, parse_float=parse_float)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as fault:
        raise tomllib.TOMLDecodeError("Invalid value") from fault


@cache
def parsed_copy(folder: Path) -> Mapping[str, ParsedFile]:
    """Return the parsed files of a folder by their paths below it; none without a usable copy."""
    try:
        content = (folder / PARSED_FILE).read_bytes()
        return msgspec.json.decode(content, type=dict[str, ParsedFile])
    except (OSError, msgspec.DecodeError):
        return {}


def parsed_files(folder: Path) -> bytes:
    """Return the copy of all TOML files below a folder, one on each line."""
    import tomllib  # noqa: PLC0415  (as above)

    found = {}
    for path in sorted(folder.rglob("*.toml")):
        text = path.read_text(encoding="utf-8-sig")
        content = text.encode()
        data = msgspec.Raw(msgspec.json.encode(tomllib.loads(text)))
        name = path.relative_to(folder).as_posix()
        found[name] = ParsedFile(len(content), zlib.crc32(content), data)
    lines = (msgspec.json.encode({name: file})[1:-1] for name, file in found.items())
    return b"{\n" + b",\n".join(lines) + b"\n}\n"
