"""Growth of the cost of a file with its size, for each parser: CPU and peak memory at n, 2n and 4n.

    python bench/growth_parsers.py [WORD ...]

Each row is a kind of file, made on the fly and checked in a process of its own; words choose kinds
by their names. A cost that doubles with the size is fine (exponent 1), one that grows fourfold is
named. A file that is refused costs what the refusal does.
"""

from __future__ import annotations

import math
import multiprocessing
import resource
import sys
import time
from pathlib import Path

from parser_inputs import KINDS

# Below these a cost is that of any file: start of the program, templates, rules.
_SECONDS_THAT_COUNT = 0.5
_MIB_THAT_COUNT = 40
_EXPONENT_AT_MOST = 1.4
# A cost of more is not waited for.
_SECONDS_AT_MOST = 60

Cost = tuple[float, float, str]


def _measure(kind: str, size: int, results: multiprocessing.Queue[Cost]) -> None:
    from xlform.checking.check import Checker  # noqa: PLC0415  (its memory is the child's)
    from xlform.errors import XlformError  # noqa: PLC0415

    ending, make, _ = KINDS[kind]
    data = make(size)
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_AT_MOST, _SECONDS_AT_MOST))
    checker = Checker()
    before, begin = _peak(), time.process_time()
    try:
        checker.check_workbook(data, Path(f"growth.{ending}"))
        outcome = ""
    except XlformError as problem:
        outcome = problem.code
    results.put((time.process_time() - begin, _peak() - before, outcome))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cost(kind: str, size: int) -> Cost:
    """Return the seconds, the MiB and the code of the refusal of one file, "" where it is read."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_measure, args=(kind, size, results))
    process.start()
    process.join()
    return results.get() if process.exitcode == 0 else (_SECONDS_AT_MOST, 0, "ended")


def main(words: list[str]) -> int:
    """Print every kind, and the number of those that grow too fast."""
    fast = 0
    for kind, (ending, _, size) in KINDS.items():
        if words and not any(word in kind for word in words):
            continue
        found = [cost(kind, size * factor) for factor in (1, 2, 4)]
        seconds, peaks = [one[0] for one in found], [one[1] for one in found]
        exponents = [
            math.log2(max(last, 0.001) / max(before, 0.001)) if last > counts else 0.0
            for (_, before, last), counts in (
                (seconds, _SECONDS_THAT_COUNT), (peaks, _MIB_THAT_COUNT)
            )
        ]  # fmt: skip
        grows = max(exponents) > _EXPONENT_AT_MOST
        fast += grows
        shown = " ".join(f"{one:7.3f}" for one in seconds)
        memory = " ".join(f"{one:6.0f}" for one in peaks)
        mark = f"  grows with n^{max(exponents):.1f}" if grows else ""
        print(
            f"{kind:26} {ending:5} {size:9,} {shown} s {memory} MiB {found[-1][2]}{mark}",
            flush=True,
        )
    print(f"{fast} grow too fast")
    return 1 if fast else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
