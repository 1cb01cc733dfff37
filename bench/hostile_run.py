"""One run of a command over a hostile file and a good neighbour, measured and judged."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hostile_contents import SAMPLE

NEIGHBOUR: Final = SAMPLE.parent / "district" / "应急管理局.xlsx"
COMMANDS: Final = ("import", "check", "fix", "convert")
CPU_AT_MOST: Final = 5.0
MEMORY_AT_MOST: Final = 512.0
# Kinds of fault, in the order of the report.
FAULTS: Final = (
    "traceback", "internal error", "exit code", "sentence", "CPU", "memory", "neighbour", "refused",
    "control characters", "foreign formula",
)  # fmt: skip
# Beyond these the run is ended: the machine is needed for the next.
_SECONDS: Final = 600
_CPU_SECONDS: Final = 300
_ADDRESSES: Final = 8 << 30
_EVERY: Final = 0.02
_OPTIONS: Final = {
    "import": ("--format", "jsonl"), "check": ("--format", "json"), "fix": ("--all",),
    "convert": (),
}  # fmt: skip


@dataclass
class Run:
    """What a run took and what is wrong with it.

    ``cpu`` is of all processes in seconds, ``memory`` their largest sum in MiB.
    """

    command: str
    name: str
    code: int
    cpu: float
    memory: float
    output: str
    errors: str
    faults: list[str] = field(default_factory=list)


def run(arguments: Sequence[str], folder: Path, name: str) -> Run:
    """Run a command in ``folder``; no other program is found on its path."""
    environment = {
        "PATH": str(folder), "HOME": str(folder), "TMPDIR": str(folder / "tmp"), "LANG": "C.UTF-8",
        "PYTHONPATH": str(SAMPLE.parents[1] / "src"),  # the code beside this script
    }  # fmt: skip
    (folder / "tmp").mkdir(exist_ok=True)
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "xlform", *arguments],
            env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            start_new_session=True, preexec_fn=_limited,  # noqa: PLW1509  (no threads here)
        )  # fmt: skip
        status, used, memory = _watched(process)
    return Run(
        arguments[0], name, os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime,
        max(memory, used.ru_maxrss / 1024), _text(folder / "out"), _text(folder / "err"),
    )  # fmt: skip


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))


def _watched(process: subprocess.Popen[bytes]) -> tuple[int, resource.struct_rusage, float]:
    """Wait for a process; return its status, its use with that of its children, its peak in MiB."""
    deadline, peak = time.monotonic() + _SECONDS, 0.0
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return status, used, peak
        peak = max(peak, sum(map(_resident, _tree(process.pid))))
        if time.monotonic() > deadline:
            os.killpg(process.pid, 9)
        time.sleep(_EVERY)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _resident(pid: int) -> float:
    """Return the memory of a process in MiB, of shared pages its part; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def judged(command: str, path: Path, *, honest: bool) -> Run:
    """Run a command over a file and its neighbour, and say what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = ("-o", "made") if command in {"fix", "convert"} else ()
        arguments = [command, *_OPTIONS[command], *output, "--", str(path), str(NEIGHBOUR)]
        done = run(arguments, folder, path.name)
        made = {one.name for one in (folder / "made").glob("*")}
    done.faults = [*_always(done), *_sentence(done)]
    if not (_has_neighbour(done) if not output else NEIGHBOUR.name in made):
        done.faults.append("neighbour")
    if honest and not (_has_forms(done, path) if command == "import" else done.code in {0, 1}):
        done.faults.append("refused")
    return done


def _always(done: Run) -> Iterator[str]:
    """Yield what no run of any command may do."""
    text = done.output + done.errors
    if "Traceback" in text:
        yield "traceback"
    if "内部出错" in text or "internal error" in text:
        yield "internal error"
    if done.code not in {0, 1, 3}:
        yield "exit code"
    if done.cpu > CPU_AT_MOST:
        yield "CPU"
    if done.memory > MEMORY_AT_MOST:
        yield "memory"
    if any(sign < " " and sign not in "\n\t" for sign in text) or "\u202e" in text:
        yield "control characters"


def _sentence(done: Run) -> Iterator[str]:
    """Yield a fault unless a file that is not read has one sentence."""
    lines = [line for line in done.errors.splitlines() if line and not line.startswith("共 ")]
    if done.code == 3 and len(lines) != 1:
        yield "sentence"


def _has_neighbour(done: Run) -> bool:
    return any(name == NEIGHBOUR.name and forms for name, forms in _read(done))


def _has_forms(done: Run, path: Path) -> bool:
    return any(name == path.name and forms == _forms() for name, forms in _read(done))


def _read(done: Run) -> Iterator[tuple[str, list[str]]]:
    """Yield each file that was read: its name, the kinds of its forms (of a check, a mark)."""
    for line in done.output.splitlines():
        if line.startswith("{"):
            read = json.loads(line)
            kinds = [form["kind"] for form in read.get("forms", ())]
            yield read["source"]["name"], kinds or ["checked"] * bool(read.get("findings"))


def _forms() -> list[str]:
    return ["department", "fund-summary", *["fund-direction"] * 4]
