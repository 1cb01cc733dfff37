"""The wheel carries the templates and finds them; README's promises hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LISTING = """
from xlform.template.store import load_templates, templates_folder
print(*(one.blank for one in load_templates(templates_folder()) if not one.prose))
"""


def test_the_wheel_carries_its_templates_and_finds_them(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("xlform_jixiao-*.whl")
    installed = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    shipped = {path.relative_to(installed) for path in installed.glob("xlform/templates/*/*/*")}
    for folder in (ROOT / "templates").glob("*/*/form.toml"):
        for name in sorted(path.name for path in folder.parent.iterdir()):
            expected = Path("xlform/templates", folder.parent.relative_to(ROOT / "templates"), name)
            assert expected in shipped
    done = subprocess.run(
        [sys.executable, "-c", LISTING],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    blanks = done.stdout.split()
    assert len(blanks) == len(list((ROOT / "templates").glob("*/*/blank.xlsx")))
    assert all(Path(blank).is_relative_to(installed) for blank in blanks)


def test_readme_holds_its_two_commands_and_names_what_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert "samples/云田镇.xlsx" in commands[0]
    assert commands[1].endswith("pytest -q")
    assert "xlform-jixiao" in readme
    for word in (
        "requirements.lock",
        "requirements-dev.lock",
        "docs/templates.md",
        "docs/decisions",
    ):
        assert word in readme
        assert (ROOT / word).exists()


def test_the_samples_and_blanks_are_what_their_script_makes(tmp_path: Path) -> None:
    """Everything binary in the project can be made again from text."""
    for folder in ("samples", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    made = [path for ending in ("xlsx", "docx", "txt") for path in tmp_path.rglob(f"*.{ending}")]
    before = {path: path.read_bytes() for path in made}
    for path in made:
        path.unlink()
    subprocess.run([sys.executable, tmp_path / "samples" / "build"], check=True, cwd=tmp_path)
    assert {path: path.read_bytes() for path in before} == before
