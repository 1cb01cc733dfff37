"""Every sample through every command of two builds: outputs that differ in a byte.

``python bench/same_output.py OTHER [WORD]…`` compares this checkout with another one (its ``src``
folder, for example that of a ``git worktree`` of the last release) or with a program made of it
(``xlform`` in the folder that packaging/ builds). With ``WORD`` only runs with one of them in
their name.
Exit 1 if anything differs.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
LINES_SHOWN = 6
MEMBERS_SHOWN = 5
# The ledger of a review names the build that made each unit's papers, by a hash.
_BUILD_KEY = re.compile(rb'"key":"[0-9a-f]+"')


def commands() -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of each run; ``OUT`` stands for its output folder."""
    files = sorted(
        str(path)
        for path in SAMPLES.rglob("*")
        if path.suffix in {".xlsx", ".docx", ".txt"} and "build" not in path.parts
    )
    for path in files:
        yield f"import {path}", ["import", path, "--format", "json"]
        yield f"import tree {path}", ["import", path]
        yield f"check {path}", ["check", path, "--format", "json", "--fail-on", "never"]
        yield f"check terminal {path}", ["check", path, "--fail-on", "never"]
        yield f"check marked {path}", ["check", path, "-o", "OUT/标注", "--format", "xlsx"]
        yield f"check letter {path}", ["check", path, "-o", "OUT/意见.docx"]
        yield f"check page {path}", ["check", path, "-o", "OUT/page.html"]
        yield f"fix {path}", ["fix", path, "-o", "OUT/fixed.xlsx", "--unsafe"]
        yield f"write {path}", ["write", path, "-o", "OUT/written.xlsx"]
        yield f"convert {path}", ["convert", path, "-o", "OUT/converted.xlsx"]
    sample = str(SAMPLES / "云田镇.xlsx")
    district = str(SAMPLES / "district")
    yield "write narrative", ["write", sample, "--narrative", "-o", "OUT/说明.docx"]
    yield "write next year", ["write", sample, "--to", "2024", "-o", "OUT/2024.xlsx"]
    yield "write redacted", ["write", sample, "--redact", "-o", "OUT/公开.xlsx"]
    yield "write document", ["write", sample, "-o", "OUT/云田镇.docx"]
    yield "blank", ["blank", "shifeng-2023", "-o", "OUT/下发.xlsx", "--year", "2024"]
    yield "summarize", ["summarize", district, "-o", "OUT/汇总.xlsx", "--no-cache"]
    yield "import csv", ["import", sample, "--format", "csv", "-o", "OUT/明细"]
    yield "import workbook", ["import", sample, "-o", "OUT/明细.xlsx"]
    yield "check batch", ["check", *files[:12], "--format", "line", "--fail-on", "never"]
    yield "schema", ["schema"]
    yield "rules", ["rules"]
    yield "templates", ["templates"]
    yield "rules as pages", ["rules", "--format", "markdown", "-o", "OUT/rules"]
    yield "template as drawn", ["templates", "附表3"]
    yield "review", ["review", district, "-o", "OUT/审核"]
    yield "diff", ["diff", files[0], files[1]]
    yield "template learn", ["template", "learn", sample]
    yield "template check", ["template", "check", str(ROOT / "templates" / "shifeng-2023")]
    yield "template copy", ["template", "copy", "shifeng-2023", "--year", "2024", "-o", "OUT/2024"]
    preview = ["template", "preview", str(ROOT / "templates" / "shifeng-2023"), sample]
    yield "template preview", [*preview, "-o", "OUT/对照.xlsx"]
    yield "completion", ["completion", "bash"]
    yield "help", ["--help"]
    yield "help of serve", ["serve", "--help"]
    yield "wrong usage", ["check"]
    yield "no such file", ["import", "没有这个文件.xlsx"]
    yield "English", ["check", sample, "--fail-on", "never", "--lang", "en"]


def started(build: Path) -> list[str]:
    """Return how a build is started: a source folder by this Python, a program by itself."""
    return [sys.executable, "-m", "xlform"] if build.is_dir() else [str(build)]


def outputs(build: Path, arguments: list[str]) -> dict[str, bytes]:
    """What one build makes of a command: exit code, standard streams, every file it writes."""
    with tempfile.TemporaryDirectory(dir=ROOT.parent) as folder:
        # The same path for both builds, so that links and messages can be compared.
        out = Path(folder).rename(ROOT.parent / f".same_output-{ROOT.name}")
        try:
            done = subprocess.run(
                [*started(build), *(one.replace("OUT", str(out)) for one in arguments)],
                env=os.environ | {"PYTHONPATH": str(build), "PYTHONUTF8": "1"},
                cwd=ROOT,
                capture_output=True,
                check=False,
            )
            made = {
                str(path.relative_to(out)): _without_build(path)
                for path in sorted(out.rglob("*"))
                if path.is_file()
            }
        finally:
            out.rename(folder)
    return {
        "exit code": str(done.returncode).encode(),
        "standard output": done.stdout,
        "standard error": done.stderr,
        **made,
    }


def _without_build(path: Path) -> bytes:
    data = path.read_bytes()
    return _BUILD_KEY.sub(b"", data) if path.name == "台账.json" else data


def difference(before: bytes, after: bytes) -> str:
    """Where two outputs differ, in a few lines."""
    if before[:2] == after[:2] == b"PK":
        return "; ".join(_members(before, after)[:MEMBERS_SHOWN]) or "the archive only"
    lines = difflib.unified_diff(
        before.decode(errors="replace").splitlines(),
        after.decode(errors="replace").splitlines(),
        lineterm="",
        n=0,
    )
    return "\n    ".join(line[:160] for line in [*lines][2 : 2 + LINES_SHOWN])


def _members(before: bytes, after: bytes) -> list[str]:
    found = []
    for data in (before, after):
        with tempfile.TemporaryFile() as file:
            file.write(data)
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
                found.append({name: hashlib.sha256(archive.read(name)).digest() for name in names})
    one, other = found
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


def main() -> int:
    """Compare all commands; print each difference and a count."""
    other, own = Path(sys.argv[1]).resolve(), ROOT / "src"
    words = sys.argv[2:] or [""]
    differing = total = 0
    for name, arguments in commands():
        if not any(word in name for word in words):
            continue
        before, after = outputs(other, arguments), outputs(own, arguments)
        total += len({*before, *after})
        for part in sorted({*before, *after}):
            if before.get(part) != after.get(part):
                differing += 1
                shown = difference(before.get(part, b""), after.get(part, b""))
                print(f"{name}: {part} differs\n    {shown}", flush=True)
    print(f"{total} outputs, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
