"""Narratives (编报说明) as forty-odd people write them, each with the fields it states.

A hand is a text in ``narratives/``: ``=== number kind traits``, then its paragraphs. A value is
marked ``{field=true|as written}`` or ``{field|words}``; words may go over several paragraphs. A
paragraph may begin with a mark of its looks in Word: ``#`` and ``##`` headings, ``*`` bold, ``+1``
to ``+4`` an automatic number of that list level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "narratives"
MARK = re.compile(r"\{(?P<name>[\w.]+)(?:=(?P<true>[^|{}]*))?\|(?P<words>[^{}]*)\}")
_START = re.compile(r"^=== (?P<number>\d+) (?P<kind>\w+)(?P<traits>.*)\n", re.MULTILINE)
_LOOKS = re.compile(r"^(?P<look>#{1,2}|\*|\+[1-4]|%title )")
# Short names of the marks, and the fields they are.
NAMES = {
    "in": "income_total", "fis": "fiscal_income", "oth": "other_income",
    "exp": "expenditure_total", "bas": "basic_expenditure", "pro": "project_expenditure",
    "pt": "projects_total", "pf": "projects_fiscal", "po": "projects_other",
    "unit": "unit", "duties": "duties", "plan": "plan", "result": "performance",
}  # fmt: skip
SCALARS = tuple(name for name in NAMES.values() if name != "performance")
COLUMNS = ("name", "amount", "purpose", "performance")
Value = Decimal | str | None


@dataclass(frozen=True)
class Fund:
    """Project as the forms list it."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Hand:
    """A narrative in somebody's hand: marked text, kind of file, traits of its looks."""

    number: int
    kind: str
    traits: frozenset[str]
    marked: str
    funds: tuple[Fund, ...] = field(default=())
    form_unit: str = ""

    @property
    def text(self) -> str:
        """The text as written, without any mark."""
        return "\n".join(words for _, words in self.paragraphs())

    def paragraphs(self) -> list[tuple[str, str]]:
        """The paragraphs with their looks in Word."""
        found: list[tuple[str, str]] = []
        for line in MARK.sub(lambda mark: mark["words"], self.marked).split("\n"):
            look = _LOOKS.match(line)
            found.append((look["look"].strip(), line[look.end() :]) if look else ("", line))
        return found

    def marks(self) -> dict[str, re.Match[str]]:
        """The marks by field or by ``projects[n].column``."""
        found: dict[str, re.Match[str]] = {}
        for mark in MARK.finditer(self.marked):
            number, _, name = mark["name"].rpartition(".")
            path = f"projects[{int(number) - 1}].{NAMES.get(name, name)}" if number else NAMES[name]
            found.setdefault(path, mark)
        return found

    def truth(self) -> dict[str, Value]:
        """Every field with what the text states; ``None`` or "" for what it does not."""
        marks = self.marks()
        words = ("unit", "duties", "plan")
        stated: dict[str, Value] = {n: "" if n in words else None for n in SCALARS}
        for path, mark in marks.items():
            stated[path] = Decimal(mark["true"]) if mark["true"] else mark["words"]
        return stated

    @property
    def year(self) -> int:
        """The year the text is for."""
        return int(re.search(r"20\d\d", self.text)[0])  # type: ignore[index]  # every hand has one

    def project_count(self) -> int:
        """The number of its projects."""
        return len({path for path in self.marks() if path.endswith("].name")})

    def with_forms(self) -> Hand:
        """The same with the funds and the unit its forms would list."""
        truth = self.truth()
        funds = tuple(
            Fund(str(truth[f"projects[{n}].name"]), Decimal(str(truth[f"projects[{n}].amount"])))
            for n in range(self.project_count())
        )
        return replace(self, funds=funds, form_unit=str(truth["unit"]))


def hands() -> list[Hand]:
    """Every hand, with its sums proved."""
    found: list[Hand] = []
    for path in sorted(FOLDER.glob("*.txt")):
        parts = _START.split(path.read_text(encoding="utf-8"))
        for number, kind, traits, text in zip(*(parts[n::4] for n in range(1, 5)), strict=True):
            hand = Hand(int(number), kind, frozenset(traits.split()), text.strip("\n"))
            _prove(hand)
            found.append(hand.with_forms())
    return found


def _prove(hand: Hand) -> None:
    """Raise ``ValueError`` where the figures of a hand do not agree."""
    truth = hand.truth()

    def amount(name: str) -> Decimal:
        return Decimal(str(truth.get(name) or 0))

    projects = sum(
        (amount(f"projects[{n}].amount") for n in range(hand.project_count())), Decimal()
    )
    agree = (
        amount("income_total") == amount("expenditure_total"),
        amount("basic_expenditure") + amount("project_expenditure") == amount("income_total"),
        projects == amount("project_expenditure"),
        hand.project_count() > 1,
    )
    if not all(agree):
        raise ValueError(f"hand {hand.number}: {agree}")
