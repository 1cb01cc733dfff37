"""Packages that every command loads, without what they load and an ordinary run has no use for.

In place of such a module stands one that loads it at the first look into it. That spares a tenth
of a short run.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Final

# By the package that loads them: zipfile, ElementTree, msgspec. No part of a workbook is packed by
# bz2 or lzma.
_LATE: Final = (
    "importlib.util", "shutil", "bz2", "lzma",
    "xml.etree.ElementPath",
    "textwrap", "msgspec.inspect", "msgspec.toml", "msgspec.yaml",
)  # fmt: skip
_FUNCTIONS: Final = {
    "copy": ("deepcopy",),
    "urllib.parse": ("quote_from_bytes",),
    "msgspec._json_schema": ("schema", "schema_components"),
}


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

        with _without_trial():
            import msgspec  # noqa: F401, PLC0415


def _stand_ins() -> dict[str, ModuleType | None]:
    """Return what the packages find in place of modules, by name; None is one not installed."""
    found: dict[str, ModuleType | None] = {name: LateModule(name) for name in _LATE}
    # msgspec takes names from there if it is installed, and the same from typing otherwise.
    found["typing_extensions"] = None
    # ElementTree takes a function, to copy trees, pathlib one for the URL of a file, msgspec two
    # for schemas.
    for name, functions in _FUNCTIONS.items():
        late = {function: _late_function(name, function) for function in functions}
        found[name] = LateModule(name, **late)
    # msgspec takes the class of identifiers, to write them; no record of ours holds one.
    unknown = type("SafeUUID", (), {"unknown": None})
    found["uuid"] = LateModule("uuid", UUID=type("UUID", (), {}), SafeUUID=unknown)
    return found


def _late_function(module: str, name: str) -> Callable[..., object]:
    """Return a function that loads its module when it is called."""

    def called(*arguments: object, **named: object) -> object:
        found: object = getattr(import_module(module), name)(*arguments, **named)
        return found

    return called


class _Untried:
    """A reference by name to a type that is never looked up."""

    def __init__(self, *_: object, **__: object) -> None: ...


@contextmanager
def _without_trial() -> Iterator[None]:
    """Let msgspec make the reference by which it tries what arguments one takes, but of no type.

    A real one compiles its name, and the first text that a process compiles costs it the classes
    of all syntax trees: three hundredths of a short run.
    """
    real = typing.ForwardRef
    typing.ForwardRef = _Untried  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        typing.ForwardRef = real  # type: ignore[misc]


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
                _enter(name, module)


def _enter(name: str, module: ModuleType | None) -> None:
    """Make a module part of its package, as loading it does."""
    package, _, own = name.rpartition(".")
    if package in sys.modules and not hasattr(sys.modules[package], own):
        setattr(sys.modules[package], own, module)
