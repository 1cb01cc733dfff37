"""Letters and marked copies of ``xlform check``: which are written, under which names."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from command import run
from opening import opened

SAMPLES = Path(__file__).parents[2] / "samples"
TOWN, CLEAN = SAMPLES / "云田镇.xlsx", SAMPLES / "district" / "民政局.xlsx"
NARRATIVE = SAMPLES / "云田镇.docx"
SETTINGS = '[letter]\noffice = "某区财政局"\ndeadline = 2023-03-10\n{}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two versions of a town, a unit with nothing to correct, a narrative."""
    shutil.copy(TOWN, tmp_path / "云田镇.xlsx")
    shutil.copy(TOWN, tmp_path / "云田镇（最终版）.xlsx")
    shutil.copy(CLEAN, tmp_path / "民政局.xlsx")
    return tmp_path


def told(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_letters_only_for_the_version_that_counts(folder: Path) -> None:
    done = run("check", *folder.glob("*.xlsx"), "--format", "docx", "-o", folder / "退回")
    names = {path.name for path in (folder / "退回").iterdir()}
    assert names == {"云田镇（最终版）.退回意见.docx", "民政局.审核通过.docx"}
    assert "云田镇.xlsx”不是最后一版（以“云田镇（最终版）.xlsx”为准）" in done.stderr
    assert "退回" not in told(folder / "退回" / "民政局.审核通过.docx")
    assert "请于　　月　　日前" in told(folder / "退回" / "云田镇（最终版）.退回意见.docx")


def test_no_notice_for_what_passed(folder: Path) -> None:
    settings, out = folder / "xlform.toml", folder / "退回.docx"
    settings.write_text(SETTINGS.format('passed = "none"\n'), encoding="utf-8")
    clean = run("check", folder / "民政局.xlsx", "-o", out, cwd=folder)
    assert not out.exists()
    assert "审核通过，没有写通知" in clean.stderr
    run("check", folder / "云田镇.xlsx", "-o", out, cwd=folder)
    assert "请于2023年3月10日前" in told(out)
    assert "\n某区财政局\n" in told(out)
    later = run("check", folder / "云田镇.xlsx", "-o", out, "--deadline", "下周五", cwd=folder)
    assert later.returncode == 1
    assert "请于下周五前" in told(out)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('passed = "maybe"', "letter.passed 不能写“maybe”：可写的有 notice、none"),
        ('fax = "1"', "[letter] 里没有“fax”这一项：可写的有 office"),
    ],
)
def test_wrong_settings_are_told(folder: Path, line: str, message: str) -> None:
    (folder / "xlform.toml").write_text(SETTINGS.format(line), encoding="utf-8")
    done = run("check", folder / "民政局.xlsx", "-o", folder / "x.docx", cwd=folder)
    assert done.returncode == 2
    assert message in done.stderr


def test_the_second_round_is_told_in_letter_list_and_page(folder: Path) -> None:
    first, town = folder / "一审.json", folder / "云田镇.xlsx"
    run("check", town, "-o", first)
    outputs = [folder / f"二审.{ending}" for ending in ("docx", "html", "xlsx")]
    for out in outputs:
        run("check", town, "--since", first, "-o", out)
    sentence = told(outputs[0]).partition("上次")[2].partition("\n")[0]
    assert "已改0、未改" in sentence
    assert f"上次{sentence}" in outputs[1].read_text(encoding="utf-8")
    header = opened(outputs[2].read_bytes())["问题清单"].oddHeader
    assert header
    assert f"上次{sentence}" in str(header.center.text)
    other = folder / "民政局.docx"
    run("check", folder / "民政局.xlsx", "--since", first, "-o", other)
    assert "上次" not in told(other)


def test_documents_are_marked_beside_workbooks(folder: Path) -> None:
    shutil.copy(NARRATIVE, folder / "说明.docx")
    run(
        "check",
        folder / "说明.docx",
        folder / "民政局.xlsx",
        "--format",
        "xlsx",
        "-o",
        folder / "标",
    )
    assert {path.name for path in (folder / "标").iterdir()} == {
        "说明.核对.docx",
        "民政局.核对.xlsx",
    }
    marked = docx.Document(str(folder / "标" / "说明.核对.docx"))
    assert {comment.author for comment in marked.comments} == {"绩效股核对"}
    for name, out in (("说明.docx", "标.xlsx"), ("民政局.xlsx", "标.docx")):
        done = run("check", folder / name, "--format", "xlsx", "-o", folder / out)
        assert done.returncode == 3
        assert "请换一个扩展名" in done.stderr
        assert not (folder / out).exists()
