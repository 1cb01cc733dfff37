"""The command: what it prints, how it ends, and what is left of the uploads."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import run
from page_server import Browser

ROOT = Path(__file__).parents[2]
SAMPLE = (ROOT / "samples" / "云田镇.xlsx").read_bytes()
SECONDS = 60


class Served:
    """The command as a user starts it, with a folder for temporary files of its own."""

    def __init__(self, temporary: Path, *words: str) -> None:
        self.temporary = temporary
        self.process = subprocess.Popen(
            [sys.executable, "-m", "xlform", "serve", "--no-browser", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "TMPDIR": str(temporary), "XLFORM_LANG": "", "PYTHONUTF8": "1"},
            text=True,
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()

    def folders(self) -> list[Path]:
        return list(self.temporary.glob(".xlform-*"))

    def end(self, number: int) -> tuple[int, str, str]:
        self.process.send_signal(number)
        output, errors = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, output, errors


@contextlib.contextmanager
def started(temporary: Path, *words: str) -> Iterator[tuple[Served, Browser]]:
    served = Served(temporary, *words)
    browser = Browser(served.url)
    try:
        yield served, browser
    finally:
        browser.http.close()
        if served.process.poll() is None:
            served.process.kill()
        served.process.communicate()


def children(process: int) -> set[int]:
    found = [process]
    for parent in found:
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            found += map(int, tasks.read_text().split())
    return set(found[1:])


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")
def test_uploads_are_private_and_gone_at_the_end_and_after_a_kill(tmp_path: Path) -> None:
    with started(tmp_path) as (first, browser):
        browser.drop(("云田镇.xlsx", SAMPLE))
        assert "/submissions/" in browser.read()
        (folder,) = first.folders()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.rglob("*") if path.is_dir())
        assert len(list(folder.rglob("content"))) == 1
        workers = children(first.process.pid)
        assert workers
        first.end(signal.SIGKILL)
        assert first.folders() == [folder]
    with started(tmp_path) as (second, browser):
        assert folder not in second.folders()
        browser.drop(("云田镇.xlsx", SAMPLE))
        assert second.end(signal.SIGINT) == (0, "", "")
        assert second.folders() == []
    deadline = time.monotonic() + SECONDS
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_folder_of_the_disk_is_read_where_it_is_and_uploads_are_kept(tmp_path: Path) -> None:
    submissions, kept, temporary = (tmp_path / name for name in ("报送件", "留存", "tmp"))
    submissions.mkdir()
    temporary.mkdir()
    (submissions / "云田镇.xlsx").write_bytes(SAMPLE)
    (submissions / "坏.xlsx").write_bytes(b"x")
    settings = tmp_path / "xlform.toml"
    settings.write_text('[check]\nignore = [{ code = "A", reason = "不核" }]\n', encoding="utf-8")
    settings.chmod(0o666)
    words = ("--folder", str(submissions), "--keep", str(kept), "--port", "0")
    with started(temporary, *words) as (served, browser):
        page = browser.read()
        assert "报送件/云田镇.xlsx" in page
        assert page.count('data-state="unreadable"') == 1
        browser.drop(("补报.xlsx", SAMPLE))
        assert 'data-state="duplicate"' in browser.read()
        code, output, errors = served.end(signal.SIGTERM)
    assert (code, output) == (0, "")
    assert ("没有采用" in errors, errors.count("\n")) == (os.name == "posix", 1)
    assert not list(temporary.iterdir())
    (content,) = kept.rglob("content")
    assert content.read_bytes() == SAMPLE
    (listing,) = kept.rglob("*.csv")
    assert f"{content.parent.name},补报.xlsx,株洲市" in listing.read_text(encoding="utf-8-sig")
    assert sorted(path.name for path in submissions.iterdir()) == ["云田镇.xlsx", "坏.xlsx"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--host", "198.51.100.1"], 2, "XLFORM_PASSWORD"),
        (["--folder", "没有"], 2, "没有文件夹“没有”"),
        (["--port", "70000"], 2, "--port"),
        (["--config", "a-file"], 2, "a-file"),
        (["--port", "TAKEN"], 3, "端口"),
        (["--host", "203.0.113.7"], 3, "203.0.113.7"),
        (["--keep", "a-file/below"], 3, "a-file"),
    ],
)
def test_what_it_refuses(tmp_path: Path, words: list[str], code: int, sentence: str) -> None:
    (tmp_path / "a-file").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = [str(taken.getsockname()[1]) if word == "TAKEN" else word for word in words]
        password = {"XLFORM_PASSWORD": "long enough"} if "203.0.113.7" in words else {}
        done = run("serve", "--no-browser", *words, cwd=tmp_path, env=password)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr


def test_a_short_password_is_refused(tmp_path: Path) -> None:
    env = {"XLFORM_PASSWORD": "short"}
    done = run("serve", "--no-browser", "--host", "203.0.113.7", cwd=tmp_path, env=env)
    assert (done.returncode, done.stdout) == (2, "")
    assert "8" in done.stderr
