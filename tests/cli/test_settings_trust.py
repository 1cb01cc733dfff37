"""A project file that nobody named: told where it changes what is checked, never a unit's own."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from command import run

TOWN = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
LOWERED = """
[check]
ignore = [{ code = "T-07", reason = "不影响审核" }]
[severity]
A-04 = "info"
[terms]
cent = "0.5"
"""
TOLD = ("不核对 T-07", "A-04=info", "cent=0.5")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The office's folder with its settings, and a folder of submissions below it."""
    (tmp_path / "报送").mkdir()
    (tmp_path / "xlform.toml").write_text(LOWERED, "utf-8")
    shutil.copy(TOWN, tmp_path / "报送" / "云田镇.xlsx")
    return tmp_path


def test_it_is_named_on_screen_and_in_every_report(office: Path) -> None:
    done = run("check", "报送", "--format", "json", cwd=office)
    in_json = json.loads(done.stdout)["settings"]
    run("check", "报送", "-o", "页.html", cwd=office)
    run("check", "报送", "-o", "文.txt", cwd=office)
    run("check", "报送", "-o", "标注.xlsx", cwd=office)
    run("summarize", "报送", "-o", "汇总.xlsx", "--no-cache", "--jobs", "1", cwd=office)
    texts = [done.stderr, in_json]
    texts += [(office / name).read_text("utf-8") for name in ("页.html", "文.txt")]
    for name, sheet in (("标注.xlsx", -1), ("汇总.xlsx", 0)):
        cells = openpyxl.load_workbook(office / name).worksheets[sheet].iter_rows(values_only=True)
        texts.append(" ".join(str(value) for row in cells for value in row if value))
    for text in texts:
        assert str(office / "xlform.toml") in text
        assert all(part in text for part in TOLD)


def test_one_that_changes_nothing_is_not_told(office: Path) -> None:
    (office / "xlform.toml").write_text('[letter]\noffice = "区财政局"\n', "utf-8")
    done = run("check", "报送", "--format", "json", cwd=office)
    assert "settings" not in json.loads(done.stdout)
    assert "xlform.toml" not in done.stderr


@pytest.mark.parametrize("command", ["check", "fix", "summarize", "review"])
def test_one_among_the_submissions_is_not_taken(command: str, office: Path) -> None:
    folder = office / "报送"
    (office / "xlform.toml").rename(folder / "xlform.toml")
    output = {"summarize": "汇总.xlsx", "review": str(office / "审核")}.get(command)
    extra = ["-o", output, "--no-cache", "--jobs", "1"] if output else []
    done = run(command, ".", *extra, cwd=folder)
    assert "没有采用" in done.stderr
    assert not any(part in done.stdout + done.stderr for part in TOLD)
    named = run(command, ".", *extra, "--config", "xlform.toml", cwd=folder)
    assert "没有采用" not in named.stderr


def test_one_given_with_the_files_is_not_taken(office: Path) -> None:
    for given in ("xlform.toml", "*.toml"):
        done = run("check", "报送", given, cwd=office)
        assert "没有采用" in done.stderr


def test_none_is_taken_from_an_archive(office: Path) -> None:
    (office / "xlform.toml").rename(office / "报送" / "xlform.toml")
    with zipfile.ZipFile(office / "全区.zip", "w") as archive:
        for path in (office / "报送").iterdir():
            archive.write(path, path.name)
    done = run("summarize", "全区.zip", "-o", "汇总.xlsx", "--no-cache", "--jobs", "1", cwd=office)
    assert not any(part in done.stdout + done.stderr for part in TOLD)


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_links_to_elsewhere_and_files_that_anybody_may_change(office: Path) -> None:
    path, elsewhere = office / "xlform.toml", office / "别处"
    path.chmod(0o666)
    assert "谁都可以改写它" in run("check", "报送", cwd=office).stderr
    elsewhere.mkdir()
    path.chmod(0o644)
    path.rename(elsewhere / "xlform.toml")
    path.symlink_to(elsewhere / "xlform.toml")
    assert "指向别处的链接" in run("check", "报送", cwd=office).stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 5000, "有误"),
        ("a = " + "9" * 5000, "有误"),
        ("[terms]\ncent = 'nan'", "有误"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "有误"),
        ("# " + "长" * 400_000, "超过"),
        ('[words]\nextra = ["\\u0000.toml"]', "不能用的字符"),
        ('[words]\nextra = ["."]', "是文件夹，不是文件"),
        ('[check]\nselect = ["\\u001b[31m"]', "␛"),
    ],
)
def test_faulty_settings_are_one_sentence(text: str, said: str, office: Path) -> None:
    (office / "xlform.toml").write_bytes(text.encode("latin-1" if "í" in text else "utf-8"))
    done = run("check", "报送", cwd=office)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "\x1b" not in done.stderr
