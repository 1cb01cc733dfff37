"""What the page costs: CPU of its start, of reading files beside ``summarize``, memory it keeps.

python bench/page.py            # 300 files, 2,000 files for memory
python bench/page.py 30 100
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
SOURCES = sorted((ROOT / "samples" / "district").glob("*.xlsx"))
_TICKS = os.sysconf("SC_CLK_TCK")


def children_of(process: int) -> list[int]:
    """Return a process and all it has started, which are alive."""
    found = [process]
    for parent in found:
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            found += map(int, tasks.read_text().split())
    return found


def cpu_of(process: int) -> float:
    """Return the CPU seconds of a process and of all it has started, ended ones included."""
    ticks = 0
    for each in children_of(process):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS


def memory_of(process: int) -> float:
    """Return the memory of a process in MiB, the most it has had."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def cpu_of_command(*words: str) -> float:
    """Return the CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Server:
    """The page in a process of its own."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "xlform", "serve", "--no-browser", *words],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip() if self.process.stdout else ""
        self.base = self.url.partition("/?")[0]
        self.http = httpx.Client(base_url=self.base, follow_redirects=True, trust_env=False)

    @property
    def cpu(self) -> float:
        return cpu_of(self.process.pid)

    @property
    def memory(self) -> float:
        return memory_of(self.process.pid)

    def open(self) -> None:
        self.http.get(self.url).raise_for_status()

    def drop(self, files: list[Path]) -> None:
        found = re.findall(r'form-token" value="([^"]+)"', self.http.get("/").text)
        self.http.post(
            "/files",
            data={"form-token": found[0]},
            files=[("files", (path.name, path.read_bytes())) for path in files],
            headers={"Origin": self.base},
            timeout=600,
        ).raise_for_status()

    def wait(self) -> None:
        change = 0
        while True:
            fragment = self.http.get(f"/progress?since={change}").text
            found = re.findall(r'data-change="(\d+)" data-reading="(\d)"', fragment)
            change = int(found[0][0])
            if found[0][1] == "0":
                return
            time.sleep(0.8)  # as the page asks

    def show_first(self) -> None:
        """Open the page of the first submission, with its styles and scripts."""
        found = re.findall(r'href="(/submissions/\w+)"', self.http.get("/").text)
        page = self.http.get(found[0])
        page.raise_for_status()
        for path in re.findall(r'(?:href|src)="([^"]+\.(?:css|js|svg))"', page.text):
            self.http.get(path).raise_for_status()

    def end(self) -> None:
        self.http.close()
        self.process.terminate()
        self.process.wait(60)


def copies(folder: Path, count: int) -> list[Path]:
    """Return so many files made from those of the samples, none with the same bytes."""
    folder.mkdir()
    made = []
    for number in range(count):
        source = SOURCES[number % len(SOURCES)]
        path = folder / f"{number:04}-{source.name}"
        shutil.copy(source, path)
        with path.open("ab") as stream:  # the end of an archive may have a comment
            stream.seek(-2, os.SEEK_END)
            stream.write(len(f"{number:04}").to_bytes(2, "little") + f"{number:04}".encode())
        made.append(path)
    return made


def main(files: int, many: int) -> None:
    frame = min(cpu_of_command("-c", "import starlette, uvicorn") for _ in range(3))
    server = Server()
    server.open()
    print(f"first page: {server.cpu - frame:.2f} s CPU beyond importing starlette and uvicorn")
    time.sleep(3)  # a process is made ready meanwhile
    print(f"first page and a process ready: {server.cpu - frame:.2f} s CPU")
    before = server.cpu
    server.drop([SAMPLE])
    server.wait()
    check = min(
        cpu_of_command("-m", "xlform", "check", str(SAMPLE), "--fail-on", "never") for _ in range(3)
    )
    print(f"one sample read: {server.cpu - before:.2f} s CPU, xlform check {check:.2f} s")
    server.show_first()
    print(f"its findings on the screen: {server.cpu - before:.2f} s CPU in all")
    server.end()
    with tempfile.TemporaryDirectory() as folder:
        made = copies(Path(folder) / "files", files)
        summary = cpu_of_command(
            "-m", "xlform", "summarize", str(made[0].parent), "--no-cache",
            "-o", f"{folder}/汇总.xlsx",
        )  # fmt: skip
        server = Server()
        server.open()
        began = time.monotonic()
        for start in range(0, files, 40):
            server.drop(made[start : start + 40])
        server.wait()
        ratio = server.cpu / summary
        print(
            f"{files} files: {server.cpu:.2f} s CPU, summarize {summary:.2f} s, ratio {ratio:.2f}"
        )
        print(f"{time.monotonic() - began:.1f} s until all are read")
        server.end()
        made = copies(Path(folder) / "many", many)
        server = Server("--folder", str(made[0].parent))
        server.open()
        server.wait()
        server.http.get("/")
        print(f"{many} files: the server has taken {server.memory:.0f} MiB")
        server.end()


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:]) if sys.argv[1:] else (300, 2000)))
