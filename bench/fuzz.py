"""Coverage-guided fuzzing of the readers, with atheris (not a dependency: pip install atheris).

    python bench/fuzz.py TARGET SECONDS [FOLDER]

Runs one target of ``fuzz_targets.py`` for some seconds of wall clock, keeps the inputs that reach
new code in FOLDER/TARGET, and prints each failure once: its type, its place, the file that holds
the input. An input that takes more than ``SLOW`` seconds of CPU is a failure too.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Final

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent))
with atheris.instrument_imports(include=["xlform"]):
    from fuzz_targets import TARGETS, run
from fuzz_mutation import changed_bytes, changed_text

SLOW: Final = 3.0
_LONGEST: Final = 1 << 16


class Fuzzer:
    """Runs inputs of one target and keeps what fails, each place once."""

    def __init__(self, target: str, folder: Path) -> None:
        self._target = TARGETS[target]
        self._name = target
        self._folder = folder
        self._seeds = [seed for seed in self._target.seeds() if len(seed) <= _LONGEST]
        self._texts = [seed.decode("utf-8", "replace") for seed in self._seeds]
        self._failures: set[str] = set()
        self.executions = 0
        corpus = folder / target
        corpus.mkdir(parents=True, exist_ok=True)
        for seed in self._seeds:
            (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)

    def run(self, data: bytes) -> None:
        """Run one input."""
        self.executions += 1
        start = time.process_time()
        failure = run(self._name, data)
        seconds = time.process_time() - start
        if failure is not None:
            self._keep(_place(failure), data)
        elif seconds > SLOW:
            self._keep(f"slow: {seconds:.0f} s", data, same="slow")

    def _keep(self, text: str, data: bytes, same: str = "") -> None:
        if (same or text) in self._failures:
            return
        self._failures.add(same or text)
        path = self._folder / f"failure-{self._name}-{len(self._failures)}"
        path.write_bytes(data)
        print(f"FAILURE {self._name}: {text}\n    {path}", flush=True)

    def mutate(self, data: bytes, size: int, seed: int) -> bytes:
        """Return a changed input: by tokens if it is a text, otherwise by bytes."""
        rng = random.Random(seed)  # noqa: S311  (the fuzzer's own number, no secret)
        if rng.getrandbits(3) == 0:
            return bytes(atheris.Mutate(data, size))
        if self._target.as_text:
            text = data.decode("utf-8", "replace")
            return changed_text(text, self._texts, rng).encode("utf-8", "replace")[:size]
        return changed_bytes(data, rng)[:size]


def _place(failure: Exception) -> str:
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [frame for frame in frames if "/xlform/" in frame.filename] or frames
    where = f"{ours[-1].filename.rpartition('/xlform/')[2]}:{ours[-1].lineno}" if ours else ""
    return f"{type(failure).__name__} at {where}: {str(failure)[:120]!r}"


def main(arguments: list[str]) -> None:
    name, seconds = arguments[0], int(arguments[1])
    folder = Path(arguments[2] if len(arguments) > 2 else "/tmp/xlform-fuzzing")  # noqa: S108
    fuzzer = Fuzzer(name, folder)
    options: list[Any] = [
        sys.argv[0], f"-max_total_time={seconds}", f"-max_len={_LONGEST}", "-rss_limit_mb=1500",
        "-timeout=60", "-print_final_stats=1", "-verbosity=0", "-len_control=0",
        f"-artifact_prefix={folder}/{name}-", str(folder / name),
    ]  # fmt: skip
    atheris.Setup(options, fuzzer.run, custom_mutator=fuzzer.mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
