"""Defined names of a workbook and what they stand for; letter case means nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from xlform.formula.parser import parse
from xlform.formula.tree import Cells, Computed, Node, walk
from xlform.grid.model import NamedTable


class Names:
    """Names by their scope: a name of the formula's own sheet goes before the workbook's.

    ``names`` are (name, meaning) of the workbook, ``local`` (sheet, name, meaning) of one sheet;
    ``tables`` those of all sheets.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, str]] = (),
        local: Iterable[tuple[str, str, str]] = (),
        tables: tuple[NamedTable, ...] = (),
    ) -> None:
        self.tables = tables
        self._defined = [("", name, meaning) for name, meaning in names]
        self._defined += local
        self._used: set[str] = set()

    @cached_property
    def _meanings(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for sheet, name, meaning in self._defined:
            meanings = found.setdefault((sheet.casefold(), name.casefold()), [])
            if meaning not in meanings:
                meanings.append(meaning)
        return found

    def scope(self, name: str, sheet: str) -> str | None:
        """Return whose name it is on a sheet: the sheet's, "" the workbook's; ``None`` for none."""
        folded = name.casefold()
        for scope in (sheet.casefold(), ""):
            if (scope, folded) in self._meanings:
                return scope
        return None

    def meanings(self, name: str, sheet: str) -> tuple[Node, ...]:
        """Return the trees a name stands for on a sheet; more than one if it is defined twice."""
        scope = self.scope(name, sheet)
        if scope is None:
            return ()
        self._used.add(name.casefold())
        return tuple(parse(text) for text in self._texts(scope, name))

    def texts(self, name: str, sheet: str) -> tuple[str, ...]:
        """Return the formulas a name stands for on a sheet, without their equals sign."""
        scope = self.scope(name, sheet)
        return () if scope is None else self._texts(scope, name)

    def _texts(self, scope: str, name: str) -> tuple[str, ...]:
        return tuple(one.removeprefix("=") for one in self._meanings[scope, name.casefold()])

    @property
    def used(self) -> frozenset[str]:
        """The names looked up so far, case-folded, those behind other names too."""
        return frozenset(self._used)

    def computes(self, name: str, sheet: str) -> bool:
        """Return whether a name stands for more than plain cells."""
        nodes = (node for meaning in self.meanings(name, sheet) for node in walk(meaning))
        return not all(_is_cells(node) for node in nodes)


def _is_cells(node: Node) -> bool:
    return isinstance(node, Cells) or (isinstance(node, Computed) and node.operator == ",")
