"""Growth of the cost of a check with the length of one text: at n, 2n and 4n characters.

    python bench/growth.py [CELL ...]

Each row is a kind of text in one cell of the sample, in process time. A cost that doubles with the
text is fine, one that grows fourfold is named with its exponent. A cell holds 32,767 characters.
"""

from __future__ import annotations

import io
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

import xlform
from xlform.checking.check import Checker

SAMPLE = Path(__file__).parents[1] / "samples" / "云田镇.xlsx"
# Values of the sample by their paths, of the first form that has them.
PATHS = {
    "unit": "unit", "goal": "annual_goal", "duties": "duties", "period": "period",
    "amount": "expenses[0].amount", "basis": "expenses[0].basis",
    "indicator": "indicators[0].level3", "target": "indicators[0].target", "fund": "funds[0].fund",
}  # fmt: skip
TEXTS: dict[str, Callable[[int], str]] = {
    "phrase": lambda n: "清扫保洁垃圾收运" * (n // 8),
    "digits": lambda n: "1" * n,
    "decimals": lambda n: "1." * (n // 2),
    "commas": lambda n: "，" * n,
    "one character": lambda n: "好" * n,
    "two words": lambda n: "每人每年" * (n // 4),
    "brackets": lambda n: "（" * n,
    "book titles": lambda n: "《" * n,
    "products": lambda n: "5*" * (n // 2) + "1",
    "sums": lambda n: "10元+" * (n // 4) + "1元=5元",
    "lines": lambda n: "1.清扫10元\n" * (n // 8),
    "items": lambda n: "其中：清扫10元，" * (n // 10),
    "prices": lambda n: "每人500元*3人，" * (n // 10),
    "spaces": lambda n: " " * n + "1",
    "targets": lambda n: "≥90%" * (n // 4),
    "amounts": lambda n: "10万元、" * (n // 5),
    "dates": lambda n: "2023年" * (n // 5),
    "letters": lambda n: "a" * n,
    "numerals": lambda n: "一" * n,
    "large numerals": lambda n: "壹万" * (n // 2),
    "percents": lambda n: "%" * n,
    "dashes": lambda n: "-" * n,
    "ranges": lambda n: "1-" * (n // 2),
}
SIZES = (4_000, 8_000, 16_000, 32_000)
# Below this a cost is the check of the rest of the file.
_SECONDS_THAT_COUNT = 0.4
_EXPONENT_AT_MOST = 1.4


def cells() -> dict[str, tuple[str, str]]:
    """Sheet and cell of each of ``PATHS``."""
    forms = xlform.read(SAMPLE).forms
    return {
        name: next((form.sheet, form.origins[path]) for form in forms if path in form.origins)
        for name, path in PATHS.items()
    }


def workbook(place: tuple[str, str], text: str) -> bytes:
    """The sample with a text in one cell."""
    book = openpyxl.load_workbook(SAMPLE)
    book[place[0]][place[1]] = text
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def seconds(checker: Checker, data: bytes) -> float:
    """Process time of one check."""
    begin = time.process_time()
    checker.check_workbook(data, Path("growth.xlsx"))
    return time.process_time() - begin


def main(names: list[str]) -> int:
    """Print every kind of text in every cell, and the number that grow too fast."""
    checker = Checker()
    places = cells()
    base = min(seconds(checker, workbook(places["unit"], "云田镇")) for _ in range(3))
    fast = 0
    for cell in names or PATHS:
        for name, text in TEXTS.items():
            made = [workbook(places[cell], text(size)) for size in SIZES]
            costs = [max(seconds(checker, data) - base, 0.001) for data in made]
            exponent = math.log2(costs[-1] / costs[-2])
            grows = costs[-1] > _SECONDS_THAT_COUNT and exponent > _EXPONENT_AT_MOST
            fast += grows
            shown = " ".join(f"{cost:7.3f}" for cost in costs)
            mark = f"  grows with n^{exponent:.1f}" if grows else ""
            print(f"{cell:10} {name:15} {shown}{mark}", flush=True)
    print(f"{fast} grow too fast")
    return 1 if fast else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
