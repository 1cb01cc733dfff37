"""What checking costs beside opening the same file, as a ratio of CPU time taken in one run.

``python bench/check_speed.py [rounds]``. Subject and peer take turns, so that a slow spell slows
both; medians are compared. ``python bench/check_speed.py rules`` tells what each rule takes of it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import openpyxl

from xlform.checking.check import Checker
from xlform.rules.kernel import Rule, RuleOutput

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
GOAL = 0.20


def own_cpu(work: Callable[[], object], times: int) -> float:
    """Seconds of CPU that ``work`` takes once, over ``times`` calls."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def checking(rounds: int) -> None:
    """A batch that checks the sample again and again, reading included, all rules asked."""
    checker = Checker()

    def subject() -> object:
        return checker.check(SAMPLE, single_file=False)

    def peer() -> object:
        return openpyxl.load_workbook(SAMPLE)

    subject()
    peer()
    pairs = [(own_cpu(subject, 10), own_cpu(peer, 1)) for _ in range(rounds)]
    paired = statistics.median(one / other for one, other in pairs)
    milliseconds = statistics.median(one for one, _ in pairs) * 1000
    name = "check of the sample / openpyxl.load_workbook"
    print(f"{name:<58} {paired:6.3f}   goal {GOAL:<5} ({milliseconds:.2f} ms)")


def by_rule(rounds: int) -> None:
    """Milliseconds of CPU each rule takes of one check, the dearest first.

    What several rules share is told under the one that asks first.
    """
    checker = Checker()
    checker.check(SAMPLE)
    taken: dict[str, float] = defaultdict(float)
    for rule in checker.rules:
        for name in ("fits", "over_form", "over_submission"):
            setattr(rule, name, _timed(rule, getattr(rule, name), taken))
    for _ in range(rounds):
        checker.check(SAMPLE)
    for code, seconds in sorted(taken.items(), key=lambda one: -one[1]):
        print(f"{code}  {seconds / rounds * 1000:6.3f} ms")
    print(f"all   {sum(taken.values()) / rounds * 1000:6.3f} ms")


def _timed(
    rule: Rule, ask: Callable[..., RuleOutput | bool], taken: dict[str, float]
) -> Callable[..., RuleOutput | bool]:
    def asked(*subject: object) -> RuleOutput | bool:
        start = time.perf_counter()
        answer = ask(*subject)
        told = answer if isinstance(answer, bool) else iter(list(answer))
        taken[rule.code] += time.perf_counter() - start
        return told

    return asked


if __name__ == "__main__":
    if sys.argv[1:] == ["rules"]:
        by_rule(30)
    else:
        checking(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
