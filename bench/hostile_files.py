"""Hostile, broken and honest extreme files, four commands each and a summary of them all.

    python bench/hostile_files.py [--write] [--only WORD] [--keep FOLDER]

Makes the files in a temporary folder, runs ``import``, ``check``, ``fix`` and ``convert`` over each
beside a good neighbour and ``summarize`` over all among fifteen, and prints the faults and the
figures. ``--write`` keeps the figures (``hostile_files.txt``, from which SECURITY.md has them).
No other program sees a file of these: none is on the path of the runs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hostile_archives import archive_cases
from hostile_binary import binary_cases
from hostile_case import Case
from hostile_contents import contents_cases
from hostile_honest import honest_cases
from hostile_markup import markup_cases
from hostile_run import COMMANDS, CPU_AT_MOST, FAULTS, MEMORY_AT_MOST, Run, judged
from hostile_summary import summarized

FIGURES: Final = Path(__file__).with_name("hostile_files.txt")
_MAKERS: Final = (archive_cases, markup_cases, binary_cases, contents_cases, honest_cases)


def cases() -> Iterator[Case]:
    """Yield every file of the corpus."""
    for make in _MAKERS:
        yield from make()


def write_cases(folder: Path, word: str = "") -> None:
    """Write the files whose names hold a word, and the list of them with the honest ones marked."""
    with (folder / "list").open("w", encoding="utf-8") as listed:
        for case in cases():
            if word in case.name:
                path = folder / "files" / case.name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(case.content)
                listed.write(f"{int(case.honest)}\t{case.name!r}\n")


def figures(runs: Sequence[Run], honest: int, of: int) -> dict[str, str]:
    """Return the figures by name."""
    found = Counter(fault for run in runs for fault in run.faults)
    single = [run for run in runs if run.command != "summarize"]
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011  (the day it was run here)
        "files": str(of),
        "honest": str(honest),
        "runs": str(len(runs)),
        "most CPU": f"{max(run.cpu for run in single):.1f}",
        "most memory": f"{max(run.memory for run in runs):.0f}",
        **{fault: str(found[fault]) for fault in FAULTS},
    }


def markdown(numbers: dict[str, str]) -> str:
    """Return the figures as a table in Markdown."""
    labels = {
        "files": "files", "honest": "of which honest and extreme", "runs": "runs",
        "most CPU": f"most CPU of a run, s (at most {CPU_AT_MOST:.0f})",
        "most memory": f"most memory of a run, MiB (at most {MEMORY_AT_MOST:.0f})",
        "traceback": "tracebacks", "internal error": "internal errors",
        "exit code": "other exit codes than 0, 1, 3", "sentence": "refused without one sentence",
        "CPU": "runs over the CPU", "memory": "runs over the memory",
        "neighbour": "neighbours lost", "refused": "honest files refused",
        "control characters": "runs with control characters on the terminal",
        "foreign formula": "formulas of a filer in the summary",
    }  # fmt: skip
    lines = [f"| {labels[key]} | {value} |" for key, value in numbers.items() if key in labels]
    return "\n".join([f"| {numbers['date']} | |", "|---|---|", *lines])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--make", type=Path)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    if asked.make:
        write_cases(asked.make, asked.only)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        folder.mkdir(exist_ok=True)
        # In a process of its own: the memory of this one counts for what it starts.
        made = [sys.executable, __file__, "--make", str(folder), "--only", asked.only]
        subprocess.run(made, check=True)
        return _measured(folder, write=asked.write)


def _measured(folder: Path, *, write: bool) -> int:
    listed = (folder / "list").read_text("utf-8").split("\n")[:-1]
    paths = [folder / "files" / eval(line[2:]) for line in listed]  # noqa: S307  (our own list)
    honest = [line[0] == "1" for line in listed]
    asked = [(command, *one) for one in zip(paths, honest, strict=True) for command in COMMANDS]
    runs: list[Run] = []
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda one: judged(one[0], one[1], honest=one[2]), asked):
            runs.append(done)
            _tell(done)
    runs.append(summarized(folder / "files"))
    _tell(runs[-1])
    numbers = figures(runs, sum(honest), len(paths))
    print(markdown(numbers))
    if write:
        FIGURES.write_text("".join(f"{key}\t{value}\n" for key, value in numbers.items()), "utf-8")
    return any(run.faults for run in runs)


def _tell(run: Run) -> None:
    """Print what is wrong with a run, if anything is."""
    if run.faults:
        last = (run.errors.splitlines() or [""])[-1][:150]
        took = f"exit {run.code}, {run.cpu:.1f} s, {run.memory:.0f} MiB"
        print(f"{run.command} {run.name!r}: {', '.join(run.faults)} ({took}) {last!r}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
