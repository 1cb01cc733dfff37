"""Help pages: quick, in the user's language, with examples that run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import run, start

from xlform.cli.program import COMMANDS as COMMAND_MODULES
from xlform.terminal.width import width

ROOT = Path(__file__).parents[2]
COMMANDS: list[list[str]] = [
    [], ["import"], ["check"], ["fix"], ["write"], ["blank"], ["convert"], ["summarize"], ["diff"],
    ["review"], ["status"], ["query"], ["rules"], ["templates"], ["template"],
    ["template", "learn"], ["template", "preview"], ["template", "check"], ["template", "copy"],
    ["schema"], ["completion"],
]  # fmt: skip
HEAVY = (
    "openpyxl", "xlsxwriter", "lxml", "numpy", "pandas", "pyarrow", "pydantic", "rich", "asyncio",
    "multiprocessing", "msgspec", "cellrune", "rapidfuzz", "tomllib", "cv2", "onnxruntime",
    "rapidocr", "PIL", "pypdfium2",
)  # fmt: skip
# What reading one workbook has no use for, and costs about as much as reading it.
UNUSED = (
    "openpyxl", "xlsxwriter", "numpy", "pandas", "cellrune", "rapidfuzz", "urllib.request", "http",
    "cv2", "onnxruntime", "rapidocr", "PIL", "pypdfium2", "xlform.formats.scan",
    "ssl", "socket", "email", "sqlite3", "multiprocessing", "xml.sax", "xlform.ooxml.edit.splice",
    "xlform.formats.docx.reader", "xlform.reading.prose", "xlform.reading.text_tables",
    "uuid", "platform", "ipaddress", "bz2", "lzma", "shutil", "textwrap", "msgspec.inspect",
    "xlform.rules", "click", "inspect", "xlform.template.equation", "xlform.ooxml.read.trimming",
)  # fmt: skip
# What an English word may be on a Chinese page: names of commands, options, formats and files.
NAMES = re.compile(
    r"xlform\.toml|--?[a-z-]+|\[[a-z|]+\]|xlform( [a-z]+)?|XLFORM_LANG|JSON( Schema)?|CSV"
    r"|[a-z0-9./*-]*\.(xlsx|xlsb|xls|docx|ods|et|jsonl|json|toml|html|pdf)"
    r"|--select [A-Z0-9,-]+|--ignore [A-Z]-[0-9]+"
    r"|text|line|html|docx|markdown|docs/rules|cause|cell|off|error|warning|info|never|check|rules"
    r"|tree|csv|parquet|bash|zsh|fish|eval \"\$\(xlform completion bash\)\"|schema|json|xlsx|import"
    r"|templates?|learn|preview|check|copy|completion|national-2015/project|fix|write|blank|import-platform|shifeng-2023"
    r"|convert|Word|PDF|codes|data|\.bak[0-9]?"
    r"|explain|diff|review|status|query|SQL|SELECT|\"select [^\"]+\"|data|findings|table"
    r"|summarize|serve|Ctrl-C|XLFORM_PASSWORD|zip|Dask|Parquet|tcp://[0-9.:]+|fund|unit|responsible|time|name|given"
)


def page(*arguments: str, language: str = "") -> str:
    done = run(*arguments, language=language)
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command) or "program")
def test_the_chinese_page_holds_no_english_words(command: list[str]) -> None:
    text = page(*command, "--help")
    assert re.findall(r"[A-Za-z]{2,}", NAMES.sub("", text)) == []
    assert "例：" in text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command) or "program")
def test_the_english_page_is_english(command: list[str]) -> None:
    for text in (page(*command, "--help", language="en"), page(*command, "--help", "--lang", "en")):
        assert text.startswith("Usage: xlform")
        without_names = re.sub(r"云田镇|附表3?|万元|单位名称|科室", "", text)
        assert re.findall(r"[\u4e00-\u9fff]+", without_names) == []


def test_pages_fit_a_terminal_of_eighty_columns() -> None:
    for command in COMMANDS:
        for line in page(*command, "--help").splitlines():
            assert width(line) <= 82, line


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom xlform.__main__ import main\nmain(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"}, check=True,
    )  # fmt: skip
    assert done.stderr.strip() == "[]"


def test_importing_a_workbook_loads_what_it_needs() -> None:
    script = (
        "import sys\nfrom xlform.__main__ import main\n"
        f"main(['import', {str(ROOT / 'samples' / '云田镇.xlsx')!r}])\n"
        f"print([name for name in {UNUSED!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"}, check=True,
    )  # fmt: skip
    assert done.stderr.strip().endswith("[]")


def test_templates_are_listed_and_drawn() -> None:
    listing = page("templates")
    for name in ("shifeng-2023/department", "shifeng-2023/fund-summary", "national-2015/project"):
        assert name in listing
    for name in ("附表3", "fund-direction", "shifeng-2023/fund-direction"):
        drawing = page("templates", name)
        for field in ("{direction}", "{fund_amount}", "{level3}", "{basis}", "{expense_total}"):
            assert field in drawing
    assert "{period_goal}" in page("templates", "national-2015/project")


def test_an_unknown_template_is_told_in_a_sentence() -> None:
    done = start("templates", "附表9")
    assert done.returncode == 3
    assert "没有模板“附表9”" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion_script(shell: str) -> None:
    assert "_XLFORM_COMPLETE" in page("completion", shell)


def test_completion_knows_our_commands_and_formats() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xlform"],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "_XLFORM_COMPLETE": "bash_complete", "COMP_CWORD": "1",
             "COMP_WORDS": "xlform im", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "import" in done.stdout


def test_help_loads_no_command() -> None:
    script = (
        "import sys\nfrom xlform.__main__ import main\nmain(['--help'])\n"
        "print([n for n in sys.modules if n.startswith('xlform.cli.commands')], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"}, check=True,
    )  # fmt: skip
    assert done.stderr.strip() == "[]"


def test_every_module_of_a_command_is_a_command() -> None:
    folder = ROOT / "src/xlform/cli/commands"
    modules = {path.stem for path in folder.glob("[!_]*.py")}
    modules |= {path.parent.name for path in folder.glob("*/__init__.py")}
    assert modules == {lazy.module for lazy in COMMAND_MODULES.values()}
    for lazy in COMMAND_MODULES.values():
        assert lazy.load().help == lazy.help
