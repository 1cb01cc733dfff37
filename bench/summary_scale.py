"""What a summary costs, beside the loop a user would write and beside bare reading, in one run.

``python bench/summary_scale.py [COUNT …]`` summarizes so many made-up submissions (1,000 unless
told; 5,000 shows memory, 10,000 takes long), whole command, all checks and detail rows included.
The peers read a subset of the files and are scaled up: their cost grows with the files, which the
run shows by reading twice as many once. Gates: bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from generated import write_batch
from measured import Measured, measured, xlform

HERE = Path(__file__).resolve().parent
_SUBSET = 150
_FEW = 20
# Each peer, and the share of its CPU that the whole command may take.
_PEERS = {"openpyxl": 0.18, "xlsxwriter": 0.22, "calamine": 0.28, "bare": None}
_NAMES = {
    "openpyxl": "pandas + openpyxl loop",
    "xlsxwriter": "the same writing with XlsxWriter",
    "calamine": "pandas + calamine loop",
    "bare": "calamine reading alone",
}
_MEMORY_GATE, _MEMORY_GROWTH, _TIME_GROWTH, _TWO_JOBS = 96, 1.1, 10.2, 1.7
_SAME, _CHANGED = 0.05, 0.07
# Files that are others in a third run.
_OTHERS = 10


class Bench:
    """One run: the files, the folder for what is written, what was measured so far."""

    def __init__(self, files: Path, scratch: Path, jobs: str) -> None:
        self._files = files
        self._scratch = scratch
        self._options = ("--jobs", jobs, "--fail-on", "never")
        self._own: dict[int, Measured] = {}
        # Files that an earlier run of this bench has read are known by their content.
        os.environ["XLFORM_CACHE"] = str(scratch / "cache")

    def warm_up(self) -> None:
        """Run everybody over a few files, so that no first start is measured."""
        folder = self._folder(_FEW)
        out = str(self._scratch / "warm.xlsx")
        measured(xlform("summarize", str(folder), "-o", out, *self._options, "--no-cache"))
        for how in _PEERS:
            self._peer(how, folder, _FEW)

    def summarize(self, count: int) -> None:
        """Summarize the first ``count`` files from a folder of their own, nothing remembered."""
        folder = self._folder(count)
        out = self._scratch / f"汇总{count}.xlsx"
        taken = measured(
            xlform("summarize", str(folder), "-o", str(out), *self._options, "--no-cache")
        )
        self._own[count] = taken
        size = out.stat().st_size / 2**20 if out.exists() else 0
        print(
            f"summarize {count:>6}  {told(taken)}  {1000 * taken.cpu / count:.1f} ms a file,"
            f" {size:.1f} MiB written, exit {taken.status}",
            flush=True,
        )

    def peers(self, subset: int) -> None:
        """The peers on a subset, and on half of it to see that they grow with the files."""
        count, own = min(self._own.items())
        folder = self._folder(count)
        for how, gate in _PEERS.items():
            half, whole = (self._peer(how, folder, files) for files in (subset // 2, subset))
            # What starting costs is taken once, the rest for each file.
            each = (whole.cpu - half.cpu) / (subset - subset // 2)
            scaled = whole.cpu + each * (count - subset)
            gated(f"{count} / {_NAMES[how]}, CPU", own.cpu / scaled, gate)
            print(f"  {subset} files {told(whole)}; twice the files {whole.cpu / half.cpu:.2f} ×")

    def _peer(self, how: str, folder: Path, files: int) -> Measured:
        script, out = str(HERE / "summary_loop.py"), str(self._scratch / f"{how}.xlsx")
        return measured([xlform()[0], script, how, str(files), str(folder), out])

    def growth(self) -> None:
        """How CPU and memory grow with the files, where more than one number was asked for."""
        first, last = min(self._own), max(self._own)
        if first == last:
            return
        cpu = self._own[last].cpu / self._own[first].cpu
        peak = self._own[last].peak / self._own[first].peak
        gated(f"{last} / {first}, CPU", cpu, _TIME_GROWTH * last / first / 10)
        gated(f"{last} / {first}, peak memory", peak, _MEMORY_GROWTH)
        gated(f"peak memory at {last}, MiB", self._own[last].peak, _MEMORY_GATE)

    def again(self) -> None:
        """A second run over what has not changed, and one where ten files are others."""
        count = min(self._own)
        folder, out = self._scratch / "again", str(self._scratch / "again.xlsx")
        folder.mkdir()
        paths = write_batch(self._files, count + _OTHERS)
        for path in paths[:count]:
            (folder / path.name).hardlink_to(path)
        command = xlform("summarize", str(folder), "-o", out, *self._options)
        first, second = measured(command), measured(command)
        gated("second run / first, CPU", second.cpu / first.cpu, _SAME)
        every = max(1, count // _OTHERS)
        for path, other in zip(paths[:count:every], paths[count:], strict=False):
            (folder / path.name).unlink()
            (folder / path.name).write_bytes(other.read_bytes())
        changed = measured(command)
        gated(f"run with {_OTHERS} others / first, CPU", changed.cpu / first.cpu, _CHANGED)

    def two_jobs(self) -> None:
        """The whole command with one process at work and with two; it takes idle cores to tell."""
        folder, out = str(self._folder(min(self._own))), str(self._scratch / "jobs.xlsx")
        walls = []
        for jobs in ("1", "2", "1", "2"):
            options = ("--jobs", jobs, "--fail-on", "never", "--no-cache")
            walls.append(measured(xlform("summarize", folder, "-o", out, *options)).wall)
            print(f"  {jobs} at work: {walls[-1]:.1f} s, load {os.getloadavg()[0]:.1f}")
        faster = min(walls[::2]) / min(walls[1::2])
        kept = "kept" if faster >= _TWO_JOBS else "BROKEN"
        what = "one job / two, wall of the whole command"
        print(f"{what:<44} {faster:7.3f}  gate ≥ {_TWO_JOBS} {kept}")

    def _folder(self, count: int) -> Path:
        """A folder of links to the first files."""
        folder = self._scratch / str(count)
        if not folder.exists():
            folder.mkdir()
            for path in write_batch(self._files, count):
                (folder / path.name).hardlink_to(path)
            # Everything is on the disk, and in the memory of the system, before anybody is timed.
            os.sync()
        return folder


def told(taken: Measured) -> str:
    workers = f", workers {taken.worker:.0f} MiB" if taken.worker else ""
    return f"CPU {taken.cpu:7.2f} s, wall {taken.wall:7.2f} s, peak {taken.peak:.0f} MiB{workers}"


def gated(what: str, seen: float, gate: float | None) -> None:
    """Print a ratio and whether it keeps within its gate."""
    kept = "" if gate is None else f"  gate ≤ {gate} {'kept' if seen <= gate else 'BROKEN'}"
    print(f"{what:<44} {seen:7.3f}{kept}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[1000])
    asked.add_argument("--files", type=Path, default=Path(tempfile.gettempdir()) / "xlform-made-up")
    asked.add_argument("--jobs", default="1")
    asked.add_argument("--subset", type=int, default=_SUBSET)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=given.files.parent) as scratch:
        bench = Bench(given.files, Path(scratch), given.jobs)
        bench.warm_up()
        for count in sorted(given.counts):
            bench.summarize(count)
        bench.growth()
        bench.peers(given.subset)
        bench.again()
        bench.two_jobs()


if __name__ == "__main__":
    main()
