"""Packages that every command loads, without what they load and an ordinary run has no use for.

In place of such a module stands one that loads it at the first look into it. That spares a tenth
of a short run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Final

# By the package that loads them: zipfile, ElementTree, msgspec. No part of a workbook is packed by
# bz2 or lzma.
_LATE: Final = (
    "shutil", "bz2", "lzma",
    "xml.etree.ElementPath",
    "textwrap", "msgspec.inspect", "msgspec.toml", "msgspec.yaml",
)  # fmt: skip


class LateModule(ModuleType):
    """A module that is loaded when a name of it is asked for, but for the names that are given."""

    def __init__(self, name: str, **given: object) -> None:
        super().__init__(name)
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # the import system looks for these
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def load_packages() -> None:
    """Load the packages of every command, as far as an ordinary one needs them."""
    with _in_place(_stand_ins()):
        import zipfile  # noqa: F401, PLC0415
        from xml.etree import ElementTree as ET  # noqa: F401, PLC0415

        import msgspec  # noqa: F401, PLC0415


def _stand_ins() -> dict[str, ModuleType | None]:
    """Return what the packages find in place of modules, by name; None is one not installed."""
    found: dict[str, ModuleType | None] = {name: LateModule(name) for name in _LATE}
    # msgspec takes names from there if it is installed, and the same from typing otherwise.
    found["typing_extensions"] = None
    # pathlib takes a function from it, for the URL of a file.
    found["urllib.parse"] = LateModule("urllib.parse", quote_from_bytes=_quote_from_bytes)
    # msgspec takes the class of identifiers, to write them; no record of ours holds one.
    unknown = type("SafeUUID", (), {"unknown": None})
    found["uuid"] = LateModule("uuid", UUID=type("UUID", (), {}), SafeUUID=unknown)
    return found


def _quote_from_bytes(data: bytes, safe: str | bytes = "/") -> str:
    from urllib.parse import quote_from_bytes  # noqa: PLC0415  (few paths become a URL)

    return quote_from_bytes(data, safe)


@contextmanager
def _in_place(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    """Let imports within find these, unless the module is loaded already."""
    put = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(put)  # type: ignore[arg-type]  # None says that there is none
    try:
        yield
    finally:
        for name, module in put.items():
            if sys.modules.get(name, module) is module:
                del sys.modules[name]
