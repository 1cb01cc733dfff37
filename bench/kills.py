"""Runs of the commands that write, killed at random moments from outside.

    python bench/kills.py [--seed N] [NAME=TIMES ...]

Without names: 500 kills of ``fix --in-place``, 40 of ``summarize --data``, 40 each of review, write
and check. A process is forked, sent SIGKILL after a random time (half of them in the last quarter
of what a run takes, where the files are written), and then all must hold that
bench/crash_points.py asks for: nothing is torn, nothing left is taken for an input, the original or
the whole fixed file is there, a ``.bak`` is whole or absent, a run again succeeds and cleans up.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from crash_points import IN_PLACE, Replay, load_program
from file_events import run_to_event

TIMES: Final = {
    IN_PLACE: 500,
    "summarize-data": 40,
    "review": 40,
    "write": 40,
    "check-marked": 40,
}


class Killer:
    """Kills runs of a command; counts those that were still running."""

    def __init__(self, seconds: float, chance: random.Random) -> None:
        self._seconds = seconds
        self._chance = chance
        self.killed = 0

    def __call__(self, folder: Path, words: list[str]) -> None:
        """Start a run in a group of its own, and kill all of the group at a random moment."""
        late = self._chance.random() < 0.5
        moment = self._chance.uniform(0.75 * self._seconds if late else 0, 1.1 * self._seconds)
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            run_to_event(folder, words)
            os._exit(0)
        time.sleep(moment)
        done, _ = os.waitpid(child, os.WNOHANG)
        if not done:
            self.killed += 1
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            time.sleep(0.02)  # the runs below it end


def kill(name: str, times: int, chance: random.Random) -> int:
    """Return how often something did not hold for a command; print it."""
    count = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as place:
        command = Replay(Path(place), name)
        start = time.monotonic()
        run_to_event(Path(place), command.words)
        killer = Killer(time.monotonic() - start, chance)
        for number in range(times):
            for fault in command.faults_after(killer):
                count += 1
                print(f"  {name} {number}: {fault}", flush=True)
    print(f"{name}: {times} runs, {killer.killed} killed, {count} faults", flush=True)
    return count


def main() -> int:
    """Kill the commands named, or all; return 1 where something did not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*", metavar="NAME=TIMES")
    options = parser.parse_args()
    load_program()
    chance = random.Random(options.seed)  # noqa: S311  (moments, no secrets)
    wanted = dict(text.split("=") for text in options.names) or TIMES
    return 1 if sum(kill(name, int(times), chance) for name, times in wanted.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
