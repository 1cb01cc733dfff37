"""Single differences planted in a narrative, each with the paragraphs it should be reported at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from narrative_hands import MARK, Fund, Hand

_PAST = (
    "受到群众一致好评。", "村容村貌焕然一新。", "预算执行率100%。", "较去年同期提高12%。",
    "项目已于上月竣工。", "累计服务群众3000人次，取得了良好成效。",
)  # fmt: skip
_UNREADABLE = ("3O.5O万元", "若干万元", "5..8万元", "待定")
_AGAIN = (
    "投入{1}万元实施{0}。",
    "{0}项目资金{1}万元。",
    "安排{1}万元用于{0}。",
    "推进{0}（{1}万元）。",
)
_DEADLINES = (
    "{0}年12月底前完成。",
    "{1}年6月30日前建成。",
    "于{0}年11月完工。",
    "{0}年年底前全部到位。",
)
_SPLITS = ("，其中市级{0}万元，区级{1}万元", "（其中：财政资金{0}万元，自筹资金{1}万元）",
           "，其中设备购置{0}万元、培训{1}万元")  # fmt: skip
_OTHERS = ("清江市临河区枫溪镇人民政府", "清江市园林局")


@dataclass(frozen=True)
class Change:
    """Difference: its kind, the changed hand, words of the paragraphs it belongs to.

    ``forms``: it shows only against the forms. ``quoted`` has to be in the message.
    """

    kind: str
    hand: Hand
    where: tuple[str, ...]
    forms: bool = False
    quoted: str = ""


def changes(hand: Hand) -> Iterator[Change]:
    """Every difference that can be planted in a hand."""
    yield from _amounts(hand)
    yield from _projects(hand)
    yield from _identity(hand)
    yield from _said_again(hand)
    yield from _against_forms(hand)


def _put(hand: Hand, path: str, words: str) -> Hand:
    """The hand with other words for one value."""
    mark = hand.marks()[path]
    start, end = mark.span("words")
    return replace(hand, marked=hand.marked[:start] + words + hand.marked[end:])


def _line(hand: Hand, path: str) -> str:
    """The paragraph of a value, as written."""
    mark = hand.marks().get(path)
    if mark is None:
        return ""
    start = hand.marked.rfind("\n", 0, mark.start()) + 1
    line = hand.marked[start : (hand.marked + "\n").find("\n", mark.end())]
    words = MARK.sub(lambda found: found["words"], line)
    return re.sub(r"^(#{1,2}|\*|\+\d|%title )", "", words)


def _lines(hand: Hand, *paths: str) -> tuple[str, ...]:
    return tuple(line for path in paths if (line := _line(hand, path)))


def _amounts(hand: Hand) -> Iterator[Change]:
    truth = hand.truth()
    every = [f"projects[{n}].amount" for n in range(hand.project_count())]
    totals = ("income_total", "expenditure_total", "project_expenditure", "projects_total")
    changed = [("bas", "basic_expenditure", Decimal("8.00"))]
    changed += [("project", path, Decimal("7.00")) for path in every[:2]]
    if truth["fiscal_income"]:
        changed.append(("income", "fiscal_income", Decimal("3.00")))
    for kind, path, by in changed:
        other = _put(hand, path, f"{Decimal(str(truth[path])) + by:.2f}万元")
        parts = ("fiscal_income", "basic_expenditure", *every)
        yield Change(f"amount-{kind}", other, _lines(other, path, *totals, *parts))
    words = _UNREADABLE[hand.number % len(_UNREADABLE)]
    for path in ("project_expenditure", every[0]):
        other = _put(hand, path, words)
        yield Change("unreadable", other, _lines(other, path), quoted=words)
    if found := re.search(r"项目(\d)个|(\d)个项目", hand.text):
        other = replace(hand, marked=hand.marked.replace(found[0], found[0].replace(
            found[1] or found[2], "8")))  # fmt: skip
        yield Change("count", other, (found[0].replace(found[1] or found[2], "8"),))
    if found := re.search(r"其中(\w{2,4}?)(\d+)万元，(\w{2,4}?)(\d+)万元", hand.marked):
        split = found[0].replace(found[2], str(int(found[2]) + 9), 1)
        other = replace(hand, marked=hand.marked.replace(found[0], split))
        yield Change("split", other, (split,))


def _block(hand: Hand, number: int) -> str:
    """The marked paragraphs of a project."""
    marks = hand.marks()
    start = hand.marked.rfind("\n", 0, marks[f"projects[{number}].name"].start()) + 1
    following = marks.get(f"projects[{number + 1}].name")
    if following is not None:
        end = hand.marked.rfind("\n", 0, following.start()) + 1
    else:
        last = max(m.end() for path, m in marks.items() if path.startswith(f"projects[{number}]"))
        end = (hand.marked + "\n").find("\n", last) + 1
    return (hand.marked + "\n")[start:end]


def _projects(hand: Hand) -> Iterator[Change]:
    first, second = _block(hand, 0), _block(hand, 1)
    text = hand.marked + "\n"
    names = _lines(hand, "projects[0].name", "projects[1].name", "projects[1].amount")
    totals = ("income_total", "project_expenditure", "projects_total", "projects[0].amount")
    without = replace(hand, marked=text.replace(second, "").rstrip("\n"))
    yield Change("project-left-out", without, _lines(without, *totals), forms=True)
    twice = replace(hand, marked=text.replace(second, second + first).rstrip("\n"))
    yield Change("project-twice", twice, (*names, *_lines(hand, *totals)))
    purpose = hand.marks()["projects[0].purpose"]["words"]
    same = _put(hand, "projects[1].purpose", purpose)
    yield Change("purpose-twice", same, _lines(same, "projects[0].purpose", "projects[1].purpose"))


def _identity(hand: Hand) -> Iterator[Change]:
    past = _PAST[hand.number % len(_PAST)]
    result = hand.marks()["projects[1].performance"]["words"]
    other = _put(hand, "projects[1].performance", result.rstrip("。") + "。" + past)
    yield Change("past", other, (_line(other, "projects[1].performance"),), quoted=past[-6:-1])
    plan = hand.marks()["plan"]["words"]
    other = _put(hand, "plan", f"{hand.year - 1}年，" + plan.removeprefix(f"{hand.year}年，"))
    yield Change("year", other, (other.marks()["plan"]["words"].split("\n")[0],))
    address = "我校" if "镇" in hand.form_unit or "街道" in hand.form_unit else "我镇"
    other = _put(hand, "plan", f"{address}坚持稳中求进。" + plan)
    yield Change("address", other, (other.marks()["plan"]["words"].split("\n")[0],))


def _said_again(hand: Hand) -> Iterator[Change]:
    """Figures, years and units said once more, otherwise."""
    truth = hand.truth()
    plan = str(truth["plan"]).rstrip("。") + "。"
    name, amount = str(truth["projects[0].name"]), Decimal(str(truth["projects[0].amount"]))
    more = {
        "total-again": f"{hand.year}年安排项目支出{truth['project_expenditure'] + 9}万元。",  # type: ignore[operator]  # amounts in every hand
        "amount-again": _AGAIN[hand.number % len(_AGAIN)].format(name, amount + 4),
    }
    for kind, sentence in more.items():
        other = _put(hand, "plan", plan + sentence)
        yield Change(kind, other, (f"{other.marks()['plan']['words']}".split("\n")[-1],))
    deadline = _DEADLINES[hand.number % len(_DEADLINES)].format(hand.year - 1, hand.year + 1)
    result = hand.marks()["projects[1].performance"]["words"].rstrip("，；。") + "。"
    other = _put(hand, "projects[1].performance", result + deadline)
    yield Change("deadline", other, (_line(other, "projects[1].performance"),))
    said = hand.marks()["projects[0].amount"]["words"]
    split = _SPLITS[hand.number % len(_SPLITS)].format(amount / 4, amount / 2)
    other = _put(hand, "projects[0].amount", said + split)
    yield Change("split-again", other, (_line(other, "projects[0].amount"),))
    lead = re.search(r"\n([^\n，。]{3,20})(?=20\d\d年项目支出\{pt)", hand.marked)
    if lead and "我" not in lead[1]:
        stranger = _OTHERS[hand.number % 2]
        marked = hand.marked[: lead.start(1)] + stranger + hand.marked[lead.end(1) :]
        other = replace(hand, marked=marked)
        yield Change("unit-again", other, (_line(other, "projects_total"),))


def _against_forms(hand: Hand) -> Iterator[Change]:
    other = _put(hand, "unit", _OTHERS[hand.number % 2])
    yield Change("unit", other, (_line(other, "unit"), _OTHERS[hand.number % 2]), forms=True)
    first = hand.funds[0]
    renamed = replace(first, name=first.name[:-1] + "二期" + first.name[-1])
    other = replace(hand, funds=(renamed, *hand.funds[1:]))
    yield Change("name", other, _lines(hand, "projects[0].name"), forms=True)
    more = (*hand.funds, Fund("信息化建设补助", Decimal("10.00")))
    other = replace(hand, funds=more)
    yield Change("fund-untold", other, ("信息化建设补助",), forms=True)
    amount = replace(first, amount=first.amount + 6)
    other = replace(hand, funds=(amount, *hand.funds[1:]))
    yield Change("amount-forms", other, _lines(hand, "projects[0].amount"), forms=True)
