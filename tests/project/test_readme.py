"""Case 21: the commands of the README run as they are written, on folders that exist."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from command import run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The two commands that set xlform up begin with python3; all others are called by name.
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("xlform ")
]


def test_21_the_readme_says_how_to_call_xlform() -> None:
    assert "source .venv/bin/activate" in README
    assert r".venv\Scripts\activate" in README
    assert len(COMMANDS) >= 20
    assert {words[0] for words in COMMANDS} >= {
        "import", "check", "fix", "write", "blank", "summarize", "query", "convert",
    }  # fmt: skip


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with samples, in which the commands are run one after the other.

    Two of each folder are enough, beside those that are named.
    """
    folder = tmp_path_factory.mktemp("xlform")
    for source in (ROOT / "samples", ROOT / "samples" / "district", ROOT / "samples" / "broken"):
        files = sorted(path for path in source.iterdir() if path.is_file())
        kept = files if source.name == "samples" else files[-2:]
        target = folder / source.relative_to(ROOT)
        target.mkdir()
        for path in files:
            if path in kept or path.name in README:
                shutil.copy(path, target)
    return folder


def test_21_every_command_of_the_readme_runs(checkout: Path) -> None:
    for words in COMMANDS:
        done = run(*words, cwd=checkout)
        told = f"xlform {' '.join(words)}\n{done.stdout[-500:]}{done.stderr[-500:]}"
        assert done.returncode in (0, 1), told
        outputs = [words[at + 1] for at, word in enumerate(words) if word in ("-o", "--data")]
        assert all((checkout / name).exists() for name in outputs), told


@pytest.mark.parametrize("path", sorted(set(re.findall(r"samples/[^\s`，。；（）\"'*]+", README))))
def test_21_the_samples_it_names_are_there(path: str) -> None:
    assert (ROOT / path).exists()
