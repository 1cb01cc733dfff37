"""Try a built folder as a clerk would: commands on the samples, then the page.

``python packaging/try_folder.py FOLDER`` runs it here; with ``--root ROOT`` (as root, on Linux) in
a root made by ``bare_root.sh``, as a user without rights. Exit 1 with the first thing that fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from contents import ROOT
from page_visit import visit

SAMPLE: Final = "samples/云田镇.xlsx"
UNIT: Final = "株洲市石峰区云田镇人民政府"
# Arguments, exit codes that are right, words of the output, the file that is written.
COMMANDS: Final = (
    (["--version"], (0,), "xlform ", ""),
    (["import", SAMPLE], (0,), UNIT, ""),
    (["import", SAMPLE, "--format", "json"], (0,), '"fields"', ""),
    (["check", SAMPLE], (1,), "A-10", ""),
    (["check", SAMPLE, "-o", "意见.docx"], (1,), "", "意见.docx"),
    (["fix", "samples/broken/合计漏了末行.xlsx", "-o", "改好.xlsx"], (0,), "G-02", "改好.xlsx"),
    (["write", SAMPLE, "-o", "规范.xlsx"], (0, 1), "", "规范.xlsx"),
    (["summarize", "samples/district", "-o", "汇总.xlsx"], (0, 1), "15 ", "汇总.xlsx"),
    (["import", SAMPLE, "--format", "parquet", "-o", "明细"], (3,), "免安装版不带", ""),
)
_NOBODY: Final = 65534


class Trial:
    """A place in which the program is started: its folder with the samples, and how."""

    def __init__(self, program: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.program = program
        self.folder = folder
        self.environment = environment

    def run(self, arguments: list[str]) -> tuple[int, str]:
        """Return exit code and output of one command."""
        done = subprocess.run(
            [*self.program, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Start the page; yield the address it prints, with its token."""
        with subprocess.Popen(
            [*self.program, "serve", "--no-browser"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            try:
                yield process.stdout.readline().strip() if process.stdout else ""
            finally:
                process.terminate()


@contextmanager
def _here(folder: Path) -> Iterator[Trial]:
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(ROOT / "samples", Path(work, "samples"))
        own = os.environ | {"PYTHONUTF8": "1", "XLFORM_CACHE": str(Path(work, "cache"))}
        yield Trial([str(folder.resolve() / "xlform")], Path(work), own)


@contextmanager
def _in_root(folder: Path, root: Path) -> Iterator[Trial]:
    """Put the folder into another root, with /proc and without anything of this system."""
    work = root / "home" / "clerk"
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(root / "opt" / "xlform", ignore_errors=True)
    shutil.copytree(folder, root / "opt" / "xlform", symlinks=True)
    shutil.copytree(ROOT / "samples", work / "samples")
    for path in (work, *work.rglob("*")):
        os.chown(path, _NOBODY, _NOBODY)
    inside = ["env", "-i", "-C", "/home/clerk", "HOME=/home/clerk", "PATH=/usr/bin:/bin"]
    user = f"--userspec={_NOBODY}:{_NOBODY}"
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    try:
        yield Trial(
            ["chroot", user, str(root), *inside, "/opt/xlform/xlform"], work, dict(os.environ)
        )
    finally:
        subprocess.run(["umount", str(root / "proc")], check=True)


def _try_commands(trial: Trial) -> None:
    for arguments, codes, words, written in COMMANDS:
        code, output = trial.run(arguments)
        called = f"xlform {' '.join(arguments)}"
        if code not in codes or words not in output or "Traceback" in output:
            raise SystemExit(f"{called}: exit {code}\n{output}")
        if written and not (trial.folder / written).is_file():
            raise SystemExit(f"{called}: {written} was not written\n{output}")
        print(f"{called}: exit {code}, {len(output)} characters", flush=True)


def main() -> int:
    """Try the folder of the command line; print a line for each thing that works."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("--root", type=Path)
    arguments = wanted.parse_args()
    folder, root = arguments.folder, arguments.root
    with _in_root(folder, root.resolve()) if root else _here(folder) as trial:
        _try_commands(trial)
        with trial.serving() as address:
            for line in visit(address, ROOT / SAMPLE, UNIT):
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
