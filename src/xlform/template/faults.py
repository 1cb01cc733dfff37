"""Faults of a declaration: which key, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from xlform.errors import XlformError
from xlform.messages import listed, translate

if TYPE_CHECKING:
    from xlform.template.toml_lines import KeyPath

# An "error" refuses the template; with a "warning" it loads, but reads less than it should.
FaultSeverity = Literal["error", "warning"]
_LIKENESS = 0.5
_SHOWN = 64
_SHOWN_TEXTS = 8


class DeclarationFault(XlformError):
    """Fault at one key of a declaration; its sentence names neither the file nor the line.

    ``code`` names the sentence in the catalog (``fault.<code>``), ``details`` fill it in. ``known``
    are the names that are right at this place, ``nearest`` the one that was meant, if any is near.
    ``line`` is the line in the file if no key tells it, 0 otherwise.
    ``printed`` are the texts of the blank that may be meant instead. ``sheet`` and ``cell`` are the
    place in the blank, if the fault is about one.
    """

    def __init__(  # noqa: PLR0913  (each by its name)
        self,
        code: str,
        key: KeyPath = (),
        *,
        known: Iterable[str] = (),
        printed: Iterable[str] = (),
        seen: str = "",
        severity: FaultSeverity = "error",
        line: int = 0,
        at_cell: tuple[str, str] = ("", ""),
        **details: object,
    ) -> None:
        super().__init__(code, seen=seen, **details)
        self.key = key
        self.known = tuple(known)
        self.printed = tuple(printed)
        self.seen = seen
        self.severity = severity
        self.line = line
        self.sheet, self.cell = at_cell

    @property
    def nearest(self) -> str:
        """Return the known name most like the one written, "" if none is."""
        return nearest_name(self.seen, self.known or self.printed) if self.seen else ""

    def at(self, *above: str | int) -> DeclarationFault:
        """Return the fault with its key below other keys."""
        self.key = (*above, *self.key)
        return self

    def __str__(self) -> str:
        sentence = translate(f"fault.{self.code}", **self.details)
        if nearest := self.nearest:
            sentence += translate("declaration.nearest", name=nearest)
        if self.known:
            sentence += translate("declaration.known", names=listed(self.known[:_SHOWN]))
            sentence += "……" if len(self.known) > _SHOWN else ""
        elif self.printed:
            sentence += translate("declaration.printed", names=listed(self._printed_alike()))
        return sentence

    def _printed_alike(self) -> list[str]:
        """Return the printed texts most like the one written, the most alike first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (only faulty declarations need it)

        found = process.extract(self.seen, self.printed, scorer=fuzz.ratio, limit=_SHOWN_TEXTS)
        return [text for text, _, _ in found]


def nearest_name(name: str, known: Iterable[str], least: float = _LIKENESS) -> str:
    """Return the known name most like ``name``; "" if none is, by ``least`` of 1."""
    from rapidfuzz import process  # noqa: PLC0415  (only faulty declarations need it)
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    others = [other for other in known if other != name]
    like = DamerauLevenshtein.normalized_similarity
    found = process.extractOne(name, others, scorer=like, score_cutoff=least)
    return found[0] if found else ""


def key_text(key: KeyPath) -> str:
    """Return a key as it is written with dots; items of a list are numbered from 1."""
    text = ""
    for part in key:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
