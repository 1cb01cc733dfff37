"""Every file event of a command as a crash point, and as an error of the system.

    python bench/crash_points.py [--every N] [NAME ...]

A command is run once undisturbed, its file events counted (tests/support/file_events.py). It is
then run again for each event k: once so that its process is killed there, once so that the event
fails with ENOSPC, EACCES or EIO in turn. After each run it must hold that

- no input has changed (``fix --in-place``: the original or the whole fixed file is there, and a
  ``.bak`` is whole or absent, and there wherever the original has been replaced);
- an output is whole (has the bytes of an undisturbed run, or is readable to its end) or absent;
- nothing that is left is taken for an input;
- with an error, the exit code is 3 and something is said, without a traceback, unless all outputs
  are there (a cache could not be written, a leftover not be removed);
- the command succeeds when run again, and leaves nothing unfinished.

``--every N`` takes every Nth event.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from file_events import run_to_event  # noqa: E402

from xlform.files.inputs import expand_inputs  # noqa: E402
from xlform.files.unfinished import PREFIX  # noqa: E402

FILES: Final = {
    "镇.xlsx": ROOT / "samples" / "云田镇.xlsx",
    "错.xlsx": ROOT / "samples" / "broken" / "合计漏了末行.xlsx",
    "空白表.xlsx": ROOT / "templates" / "shifeng-2023" / "fund-summary" / "blank.xlsx",
}
_UNREADABLE: Final = 3
_ERRORS: Final = (errno.ENOSPC, errno.EACCES, errno.EIO)
# Commands that never write into a folder that holds something.
_NEW_FOLDER: Final = ("learn", "copy")
IN_PLACE: Final = "fix-in-place"
# Name, and arguments with {in} and {out} for the folders.
COMMANDS: Final = {
    "import-json": "import {in}/镇.xlsx -o {out}/表.json",
    "import-xlsx": "import {in}/镇.xlsx -o {out}/表.xlsx",
    "import-csv": "import {in}/镇.xlsx --format csv -o {out}/表",
    "import-parquet": "import {in}/镇.xlsx --format parquet -o {out}/表",
    "check-json": "check {in}/镇.xlsx --format json -o {out}/问题.json",
    "check-page": "check {in}/镇.xlsx -o {out}/问题.html",
    "check-marked": "check {in}/错.xlsx --format xlsx -o {out}/标注",
    "check-letter": "check {in}/错.xlsx --format docx -o {out}/意见",
    "fix": "fix {in}/错.xlsx -o {out}/修复.xlsx --log {out}/修改.xlsx",
    IN_PLACE: "fix {in}/错.xlsx --in-place",
    "write": "write {in}/镇.xlsx -o {out}/规范.xlsx",
    "write-narrative": "write {in}/镇.xlsx --narrative -o {out}/说明.docx",
    "write-platform": "write {in}/镇.xlsx --profile import-platform -o {out}/导入.xlsx",
    "convert": "convert {in}/镇.xlsx -o {out}/转换.docx",
    "diff": "diff {in}/镇.xlsx {in}/错.xlsx -o {out}/比对.xlsx",
    "blank": "blank fund-summary -o {out}/空白.xlsx",
    "summarize": "summarize {in} --no-cache --jobs 1 -o {out}/汇总.xlsx",
    "summarize-data": "summarize {in} --jobs 1 -o {out}/汇总.xlsx --data {out}/数据",
    "review": "review {in} --no-cache --jobs 1 -o {out}/审核",
    "learn": "template learn {in}/空白表.xlsx -o {out}/模板",
    "copy": "template copy shifeng-2023 --year 2025 -o {out}/shifeng-2025",
}
# Their outputs name times, paths or what went wrong, so that only their being readable counts.
_VARYING: Final = ("fix", "summarize-data", "review")


class Undisturbed(NamedTuple):
    """A run that nothing disturbed: files by hash before and after, exit code, events."""

    before: dict[str, str]
    inputs: dict[str, str]
    outputs: dict[str, str]
    taken: frozenset[str]
    code: int
    events: list[str]


class Replay:
    """A command with its folders, run again and again."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._seen: set[tuple[object, ...]] = set()
        places = {"in": str(folder / "in"), "out": str(folder / "out")}
        self.words = [word.format_map(places) for word in COMMANDS[name].split()]
        os.environ |= {
            "TMPDIR": str(folder / "tmp"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XLFORM_LANG": "zh",
        }
        self._fresh()
        before = self._contents("in")
        code, told, events = run_to_event(folder, self.words)
        if code not in (0, 1) or self._unfinished():
            raise SystemExit(f"{name}: {code} {self._unfinished()} {told}")
        self.whole = Undisturbed(
            before, self._contents("in"), self._contents("out"), self._taken(), code, events
        )

    def faults_at(self, at: int, error: int) -> Iterator[str]:
        """Yield what does not hold after event ``at`` ended the run, or failed with ``error``."""
        self._fresh()
        code, told, _ = run_to_event(self._folder, self.words, at, error)
        if not error and code != -signal.SIGKILL:
            yield f"not killed: {code} {told[-300:]}"
        yield from self._faults(code, told, failed=bool(error))

    def faults_after(self, run: Callable[[Path, list[str]], object]) -> Iterator[str]:
        """Yield what does not hold after a run that ended, or was ended, at any moment."""
        self._fresh()
        run(self._folder, self.words)
        yield from self._faults(self.whole.code, "", failed=False)

    def _faults(self, code: int, told: str, *, failed: bool) -> Iterator[str]:
        inputs, outputs = self._contents("in"), self._contents("out")
        yield from self._changed_inputs(inputs)
        for name, digest in outputs.items():
            same = self.whole.outputs.get(name) == digest
            readable = self._name in _VARYING and is_whole(self._folder / "out" / name)
            if not same and not readable:
                yield f"torn output {name}"
        yield from (f"taken for an input: {name}" for name in self._taken() - self.whole.taken)
        complete = outputs.keys() == self.whole.outputs.keys() and inputs == self.whole.inputs
        if failed and ("Traceback" in told or "内部出错" in told):
            yield f"internal error: {told[-900:]}"
        elif failed and code != _UNREADABLE and not (complete and code == self.whole.code):
            yield f"exit code {code} instead of 3: {told[-300:]}"
        elif failed and code == _UNREADABLE and "：" not in told:
            yield "nothing said"
        yield from self._faults_again()

    def _changed_inputs(self, inputs: dict[str, str]) -> Iterator[str]:
        before, after = self.whole.before, self.whole.inputs
        for name, digest in inputs.items():
            if digest not in (before.get(name), after.get(name)):
                yield f"torn {name}"
        for name in before.keys() - inputs.keys():
            yield f"{name} is gone"
        replaced = any(inputs.get(name) != digest for name, digest in before.items())
        if replaced and inputs.keys() != after.keys():
            yield "replaced without a backup"

    def _faults_again(self) -> Iterator[str]:
        """Yield what does not hold when the command is run again, once for each state of files."""
        state = self._state()
        if state in self._seen:
            return
        self._seen.add(state)
        if self._name in _NEW_FOLDER:
            shutil.rmtree(self._folder / "out")
            (self._folder / "out").mkdir()
        was_fixed = self._name == IN_PLACE and self._contents("in") == self.whole.inputs
        code, told, _ = run_to_event(self._folder, self.words)
        if code != self.whole.code and not was_fixed:
            yield f"again: exit code {code}: {told[-300:]}"
        outputs = self._contents("out").keys()
        if outputs != self.whole.outputs.keys() and self._name != "review":
            yield f"again: other outputs {outputs ^ self.whole.outputs.keys()}"
        if (left := self._unfinished()) and not was_fixed:
            yield f"again: left {left}"

    def _fresh(self) -> None:
        for name in ("in", "out", "tmp", "cache"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
            (self._folder / name).mkdir()
        for name, source in FILES.items():
            shutil.copy(source, self._folder / "in" / name)

    def _contents(self, place: str) -> dict[str, str]:
        """Return the hash of every file by its path, but of unfinished ones."""
        folder = self._folder / place
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not any(part.startswith(PREFIX) for part in path.parts)
        }

    def _unfinished(self) -> list[str]:
        return [
            f"{place}/{path.name}"
            for place in ("in", "out", "tmp")
            for path in (self._folder / place).rglob(f"{PREFIX}*")
        ]

    def _state(self) -> tuple[object, ...]:
        """Return what is there: files by hash, and where how much is unfinished."""
        left = Counter(name.partition("/")[0] for name in self._unfinished())
        files = (tuple(self._contents(place).items()) for place in ("in", "out", "cache"))
        return (*files, *sorted(left.items()))

    def _taken(self) -> frozenset[str]:
        """Return the files that a run would read from the folders."""
        found = expand_inputs([self._folder / "in", self._folder / "out"])
        return frozenset(file.info.name for file in found if not file.problem)


def is_whole(path: Path) -> bool:
    """Return True for a file that can be read to its end."""
    try:
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as archive:
                return archive.testzip() is None
        data = path.read_bytes()
        if path.suffix == ".json":
            return bool(json.loads(data))
    except (zipfile.BadZipFile, ValueError):
        return False
    return path.suffix != ".parquet" or (data[:4] == data[-4:] == b"PAR1")


def replay(name: str, every: int) -> tuple[int, int]:
    """Return the number of events of a command, and of what did not hold; print both."""
    count = 0
    with tempfile.TemporaryDirectory(prefix="crash-") as place:
        command = Replay(Path(place), name)
        events = command.whole.events
        print(f"{name}: {len(events)} events {dict(Counter(events))}", flush=True)
        for at in range(1, len(events) + 1, every):
            for error in (0, _ERRORS[at % len(_ERRORS)]):
                mode = errno.errorcode[error] if error else "killed"
                for fault in command.faults_at(at, error):
                    count += 1
                    print(f"  {at} {events[at - 1]} {mode}: {fault}", flush=True)
    return len(events), count


def load_program() -> None:
    """Load what runs need, once for all of them."""
    for path in sorted((ROOT / "src" / "xlform").rglob("*.py")):
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        if parts[-1] not in ("__main__", "process") and "web" not in parts:
            import_module(".".join(parts).removesuffix(".__init__"))


def main() -> int:
    """Replay the commands named, or all; return 1 where something did not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    load_program()
    results = [replay(name, options.every) for name in options.names or COMMANDS]
    events, faults = (sum(numbers) for numbers in zip(*results, strict=True))
    print(f"{len(results)} commands, {events} events, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
