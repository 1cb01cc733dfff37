"""Rules are found by walking the package; nothing else has to name them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import xlform
from xlform.rules import all_rules

SOURCE = Path(xlform.__file__).parent
RULES = SOURCE / "rules"
PAGES = Path(__file__).parents[2] / "docs" / "rules"
LIST = "from xlform.rules import all_rules; print(*(rule.code for rule in all_rules()))"
LAZY = """
import sys
from xlform.cli.program import program
program(["--help"], standalone_mode=False)
print([name for name in sys.modules if name.startswith("xlform.rules.")], file=sys.stderr)
"""
ADDED = '''
"""Z-99: a rule nobody has put on a list."""

from xlform.rules.kernel import Rule, register


@register
class Added(Rule):
    """A rule that exists only in this test."""

    code = "Z-99"
'''


def run(code: str, source: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.parametrize(
    "place", ["added.py", "text/added.py", "more/added.py", "more/deep/added.py"]
)
def test_a_rule_is_found_wherever_its_file_is(place: str, tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "xlform", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "xlform" / "rules" / place
    for folder in file.parents:
        if folder.is_relative_to(tmp_path / "xlform" / "rules"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "__init__.py").touch()
    file.write_text(ADDED, encoding="utf-8")
    codes = run(LIST, tmp_path).stdout.split()
    assert codes == [*(rule.code for rule in all_rules()), "Z-99"]


def test_every_module_of_the_package_is_imported() -> None:
    all_rules()
    files = {path.relative_to(SOURCE.parent) for path in RULES.rglob("*.py")}
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in files}
    assert names <= set(sys.modules)


def test_help_imports_no_rule() -> None:
    assert run(LAZY, SOURCE.parent).stderr.strip() == "[]"


def test_every_rule_has_a_page_in_the_documentation() -> None:
    codes = {rule.code for rule in all_rules()}
    assert {path.stem for path in PAGES.glob("?-??.md")} == codes
