"""Narratives drawn at random from ways of writing each part: headings, amounts, projects.

``python bench/narrative_styles.py 300`` reads 300 of them, and names the fields misread.
"""

from __future__ import annotations

import random
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from narrative_files import file_of
from narrative_hands import FOLDER, Hand, Value, hands
from narrative_reading import misread

STYLES: dict[str, list[str]] = tomllib.loads((FOLDER / "styles.toml").read_text(encoding="utf-8"))
_NUMBERS = {"cn": "一二三四五六七八九", "circled": "①②③④⑤⑥⑦⑧⑨", "bracketed": "⑴⑵⑶⑷⑸⑹⑺⑻⑼"}
_CAPITAL, _CAPITAL_PLACES = "零壹贰叁肆伍陆柒捌玖", "拾佰仟"
_SMALL, _SMALL_PLACES = "零一二三四五六七八九", "十百千"
_WAN, _THOUSAND = 10_000, 1000
_SHOWN = 8


def _numerals(number: int, digits: str, places: str) -> str:
    """A whole number below a hundred million in numerals, "" for zero."""
    if number >= _WAN:
        high, rest = divmod(number, _WAN)
        zero = digits[0] if 0 < rest < _THOUSAND else ""
        return f"{_numerals(high, digits, places)}万{zero}{_numerals(rest, digits, places)}"
    text, zero = "", ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (zero if text else "") + digits[digit]
            text += places[power - 1] if power else ""
        zero = "" if digit else digits[0]
    return text


def _spelt(value: Decimal, digits: str, places: str) -> str:
    """An amount in 万元 in numerals: 三百零二点六万元."""
    whole, _, decimals = f"{value:.2f}".partition(".")
    point = "".join(digits[int(char)] for char in decimals.rstrip("0"))
    return (
        f"{_numerals(int(whole), digits, places) or digits[0]}{'点' + point if point else ''}万元"
    )


def _banker(value: Decimal) -> str:
    return f"{_numerals(int(value * _WAN), _CAPITAL, _CAPITAL_PLACES) or '零'}元整"


FORMATS: tuple[Callable[[Decimal], str], ...] = (
    lambda v: f"{v:.2f}万元", lambda v: f"{v:,.2f}万元", lambda v: f"{v:.2f} 万元",
    lambda v: f"人民币{v:.2f}万元", lambda v: f"{v * _WAN:,.2f}元", lambda v: f"{v * _WAN:.0f}元",
    lambda v: f"{(v / _WAN).normalize():f}亿元", lambda v: _spelt(v, _CAPITAL, _CAPITAL_PLACES),
    lambda v: _spelt(v, _SMALL, _SMALL_PLACES), lambda v: f"{v:.2f}万", _banker,
    lambda v: f"约{v:.2f}万元", lambda v: f"{v:.2f}（万元）", lambda v: f"￥{v:.2f}万元",
    lambda v: f"{v:.2f}万元（{_banker(v)}）",
)  # fmt: skip


class Writer:
    """One narrative: what a model says, in ways of writing drawn by its number."""

    def __init__(self, number: int, models: list[Hand]) -> None:
        self._draw = random.Random(f"narrative {number}")  # noqa: S311  (no secret)
        self._number = number
        self._model = self._draw.choice(models)
        self._truth = self._model.truth()
        self._money = self._draw.choice(FORMATS)

    def hand(self) -> Hand:
        """The narrative with its true fields."""
        head, part = self._choice("numbers"), self._choice("parts")
        item = self._choice("items")
        while item == head:
            item = self._choice("items")
        owner = self._choice("owners")
        lines = [self._choice("titles"), self._at(head, 1) + owner + self._choice("basic")]
        unit = f"{{unit|{self._truth['unit']}}}"
        lines.append(self._at(part, 1) + self._choice("unit_labels") + unit + self._one("", "。"))
        lines += [self._at(part, n) + block for n, block in enumerate(self._front(), 2)]
        lines.append(self._at(head, 2) + self._one("", owner) + self._choice("plan"))
        lines.append(f"{{plan|{self._truth['plan']}}}")
        lines.append(self._at(head, 3) + self._one("", "", owner) + self._choice("targets"))
        lines += filter(None, [self._choice("totals")])
        layout = self._choice("layouts")
        lines += [self._project(n, layout, item) for n in range(self._model.project_count())]
        kind, *traits = self._choice("kinds").split()
        text = self._marked("\n".join(lines))
        return Hand(self._number, kind, frozenset(traits), text).with_forms()

    def _front(self) -> list[str]:
        income, spent = self._choice("income"), self._choice("spent")
        finances = self._one(
            f"预算收支情况\n{income}\n{spent}",
            f"预算收支情况：{income}{spent}",
            f"收支情况\n{income}{spent}",
        )
        blocks = [finances, f"{self._choice('duty_labels')}{{duties|{self._truth['duties']}}}"]
        return blocks[::-1] if self._one("", "", "", "turned") else blocks

    def _project(self, number: int, layout: str, item: str) -> str:
        path = f"projects[{number}]"
        value = self._amount(f"{path}.amount")
        words = {
            "name": self._truth[f"{path}.name"],
            "purpose": str(self._truth[f"{path}.purpose"]).rstrip("，；。") + "。",
            "result": self._truth[f"{path}.performance"],
            f"amount={value:.2f}": self._money(value),
        }
        text = layout.replace("{N}", self._at(item, number + 1))
        for name, said in words.items():
            field = name.partition("=")[0]
            text = text.replace(f"{{{field}}}", f"{{{number + 1}.{name}|{said}}}")
        return text.replace("{a}", f"{value / 4:.2f}").replace("{b}", f"{value * 3 / 4:.2f}")

    def _marked(self, text: str) -> str:
        total, basic = self._amount("income_total"), self._amount("basic_expenditure")
        other = self._amount("other_income")
        projects = total - basic
        amounts = {
            "in": total, "fis": total - other, "oth": other, "exp": total, "bas": basic,
            "pro": projects, "pt": projects, "pf": projects, "po": Decimal(0),
        }  # fmt: skip
        for name, value in amounts.items():
            text = text.replace(f"{{{name}}}", f"{{{name}={value:.2f}|{self._money(value)}}}")
        words = {"y": self._model.year, "u": self._truth["unit"], "n": self._model.project_count()}
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", str(word))
        return text

    def _amount(self, field: str) -> Decimal:
        value: Value = self._truth[field]
        return Decimal(str(value or 0))

    def _at(self, pattern: str, number: int) -> str:
        """A number in front of a heading: the first, the second."""
        for name, row in _NUMBERS.items():
            pattern = pattern.replace(f"{{{name}}}", row[number - 1])
        return pattern.replace("{n}", str(number))

    def _choice(self, name: str) -> str:
        return self._draw.choice(STYLES[name])

    def _one(self, *among: str) -> str:
        return self._draw.choice(among)


def main(count: int) -> None:
    models = hands()
    wrong: dict[int, list[str]] = {}
    total = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            hand = Writer(number, models).hand()
            name, content = file_of(hand, forms=False)
            path = Path(folder) / name
            path.write_bytes(content)
            total += len(hand.truth())
            if lines := list(misread(hand, path)):
                wrong[number] = lines
                if len(wrong) <= _SHOWN:
                    print(f"--- {number} {hand.kind} {sorted(hand.traits)}", *lines[:6], sep="\n")
                    print(hand.text)
    fields = [line.split(" ")[1] for lines in wrong.values() for line in lines]
    print(f"{count} documents, {len(wrong)} with errors, {len(fields)} of {total} fields wrong")
    print(Counter(fields).most_common(20))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
