"""Rules, one class per code, found by walking this package."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from threading import RLock

from xlform.rules.kernel import REGISTRY, Rule

_importing = RLock()


def all_rules() -> list[Rule]:
    """Return every rule, ordered by code.

    The modules below this package are imported on the first call, each of them registering its
    rules: a new rule is a file in one of the folders and needs no entry anywhere else.
    """
    with _importing:
        _import_rules()
    return [REGISTRY[code] for code in sorted(REGISTRY)]


@cache
def _import_rules() -> None:
    # The loader of the package lists its modules: from a folder, a wheel or a frozen program.
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
