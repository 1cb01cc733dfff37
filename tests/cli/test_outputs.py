"""Case 16: an output replaces only what xlform wrote; case 18: what xlform wrote is no input."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from command import run
from opening import streamed
from openpyxl.packaging.custom import StringProperty

import xlform
from xlform.errors import FileProblem
from xlform.files.inputs import expand_inputs
from xlform.files.own_output import authorship, mark_output, output_kind

SAMPLES = Path(__file__).parents[2] / "samples"
TOWN = SAMPLES / "云田镇.xlsx"
OTHER = SAMPLES / "district" / "教育局.xlsx"
BROKEN = SAMPLES / "broken" / "合计漏了末行.xlsx"

# Every command with an output file: arguments, and the suffix of the output.
WRITING: dict[str, tuple[list[str | Path], str]] = {
    "import": (["import", TOWN], ".xlsx"),
    "import-json": (["import", TOWN], ".json"),
    "import-jsonl": (["import", TOWN], ".jsonl"),
    "check": (["check", TOWN], ".xlsx"),
    "check-letter": (["check", TOWN], ".docx"),
    "check-json": (["check", TOWN], ".json"),
    "check-page": (["check", TOWN], ".html"),
    "fix": (["fix", BROKEN], ".xlsx"),
    "write": (["write", TOWN], ".xlsx"),
    "write-narrative": (["write", TOWN, "--narrative"], ".docx"),
    "write-platform": (["write", TOWN, "--profile", "import-platform", "--force"], ".xlsx"),
    "diff": (["diff", TOWN, BROKEN], ".xlsx"),
    "convert": (["convert", TOWN], ".xlsx"),
    "convert-document": (["convert", TOWN], ".docx"),
    "summarize": (["summarize", "--no-cache", "--jobs", "1", TOWN], ".xlsx"),
}
FORCED = "write-platform"


@pytest.mark.parametrize("name", [name for name in WRITING if name != FORCED])
def test_16_a_file_of_others_is_refused_and_kept(name: str, tmp_path: Path) -> None:
    arguments, suffix = WRITING[name]
    output = tmp_path / f"教育局{suffix}"
    shutil.copy(OTHER, output)
    done = run(*arguments, "-o", output)
    assert done.returncode == 3
    assert done.stderr.count(str(output)) == 1
    assert "没有 xlform 的标记，没有覆盖" in done.stderr
    assert "--force" in done.stderr
    assert output.read_bytes() == OTHER.read_bytes()
    assert [*tmp_path.iterdir()] == [output]


@pytest.mark.parametrize("name", WRITING)
def test_16_force_replaces_it_and_the_own_output_is_replaced_without(
    name: str, tmp_path: Path
) -> None:
    arguments, suffix = WRITING[name]
    output = tmp_path / f"教育局{suffix}"
    shutil.copy(OTHER, output)
    assert run(*arguments, "-o", output, "--force").returncode in (0, 1)
    first = output.read_bytes()
    assert first != OTHER.read_bytes()
    assert authorship(output) == "own"
    assert run(*[word for word in arguments if word != "--force"], "-o", output).returncode in (
        0,
        1,
    )
    assert output.read_bytes() == first


@pytest.mark.parametrize("name", ["check", "write", "convert-document", "check-letter"])
def test_16_an_output_that_was_edited_since_is_refused(name: str, tmp_path: Path) -> None:
    arguments, suffix = WRITING[name]
    output = tmp_path / f"出{suffix}"
    assert run(*arguments, "-o", output).returncode in (0, 1)
    if suffix == ".docx":
        document = docx.Document(str(output))
        document.add_paragraph("已与单位核实。")
        document.save(str(output))
    else:
        book = openpyxl.load_workbook(output)
        book.worksheets[0]["A1"] = "已与单位核实"
        book.save(output)
    edited = output.read_bytes()
    done = run(*arguments, "-o", output)
    assert done.returncode == 3
    assert "后来有人改过，没有覆盖" in done.stderr
    assert output.read_bytes() == edited


@pytest.mark.parametrize("name", ["import", "check", "fix", "write", "convert", "summarize"])
def test_16_the_input_is_never_the_output(name: str, tmp_path: Path) -> None:
    source = tmp_path / "报送.xlsx"
    shutil.copy(BROKEN, source)
    link = tmp_path / "别名.xlsx"
    link.hardlink_to(source)
    command = [word for word in WRITING[name][0] if not isinstance(word, Path)]
    for output in (source, link):
        done = run(*command, source, "-o", output, "--force")
        assert done.returncode in (2, 3)
        assert str(output) in done.stderr
        assert source.read_bytes() == BROKEN.read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name on this system")
@pytest.mark.parametrize("name", ["import-json", "check", "fix", "write", "convert", "summarize"])
def test_16_only_a_regular_file_is_written_to(name: str, tmp_path: Path) -> None:
    arguments, suffix = WRITING[name]
    pipe = tmp_path / f"管道{suffix}"
    os.mkfifo(pipe)
    device = tmp_path / f"设备{suffix}"
    device.symlink_to("/dev/null")
    for output, kind in ((pipe, "管道"), (device, "设备")):
        done = run(*arguments, "-o", output, "--force")
        assert done.returncode == 3
        assert f"“{output}”是{kind}，不是普通文件" in done.stderr
    assert pipe.is_fifo()
    assert device.is_symlink()


@pytest.mark.parametrize("suffix", [".csv", ".json", ".txt"])
def test_16_text_that_is_not_ours_is_kept(suffix: str, tmp_path: Path) -> None:
    output = tmp_path / f"底稿{suffix}"
    output.write_text("单位,金额\n甲镇,5\n", encoding="utf-8")
    form = {
        ".txt": ["--format", "line"],
        ".json": ["--format", "json"],
        ".csv": ["--format", "text"],
    }
    done = run("check", TOWN, *form[suffix], "-o", output)
    assert done.returncode == 3
    assert "甲镇" in output.read_text(encoding="utf-8")


def test_16_tables_replace_tables_with_the_same_heading_only(tmp_path: Path) -> None:
    folder = tmp_path / "明细"
    assert run("import", TOWN, "--format", "csv", "-o", folder).returncode == 0
    names = sorted(path.name for path in folder.iterdir())
    assert run("import", OTHER, "--format", "csv", "-o", folder).returncode == 0
    (folder / names[0]).write_text("姓名,电话\n", encoding="utf-8")
    before = {name: (folder / name).read_bytes() for name in names}
    assert run("import", TOWN, "--format", "csv", "-o", folder).returncode == 3
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_16_a_folder_of_outputs_keeps_the_files_of_others(tmp_path: Path) -> None:
    folder = tmp_path / "规范"
    folder.mkdir()
    shutil.copy(BROKEN, folder / OTHER.name)
    done = run("write", TOWN, OTHER, "-o", folder)
    assert done.returncode == 3
    assert (folder / OTHER.name).read_bytes() == BROKEN.read_bytes()
    assert output_kind(folder / "云田镇.xlsx") == "written"


def test_16_blank_forms_that_are_filled_in_are_kept(tmp_path: Path) -> None:
    blank: list[str | Path] = ["blank", "shifeng-2023", "-o", tmp_path / "空白.xlsx"]
    assert run(*blank).returncode == 0
    first = (tmp_path / "空白.xlsx").read_bytes()
    assert output_kind(first) == ""
    shutil.copy(TOWN, tmp_path / "空白.xlsx")
    done = run(*blank)
    assert done.returncode == 3
    assert "可能是单位填好的" in done.stderr
    assert run(*blank, "--force").returncode == 0
    assert (tmp_path / "空白.xlsx").read_bytes() == first


def test_16_the_interface_guards_as_the_command_does(tmp_path: Path) -> None:
    source, other = tmp_path / "云田镇.xlsx", tmp_path / "教育局.xlsx"
    shutil.copy(BROKEN, source)
    shutil.copy(OTHER, other)
    submission, fixed = xlform.read(source), xlform.fix(source)
    for path, force in ((source, False), (source, True), (other, False)):
        with pytest.raises(FileProblem, match="没有覆盖"):
            xlform.write(submission, path, force=force)
        with pytest.raises(FileProblem, match="没有覆盖"):
            fixed.write(path, force=force)
        with pytest.raises(FileProblem, match="没有覆盖"):
            xlform.summarize([source], path, cache=False, jobs=1, force=force)
    with pytest.raises(FileProblem, match="没有覆盖"):
        xlform.summarize([tmp_path], source, cache=False, jobs=1, force=True)
    assert source.read_bytes() == BROKEN.read_bytes()
    assert other.read_bytes() == OTHER.read_bytes()
    xlform.write(submission, other, force=True)
    assert output_kind(other) == "written"


def test_16_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "真.xlsx", tmp_path / "链.xlsx"
    link.symlink_to(target)
    assert run("write", TOWN, "-o", link).returncode == 0
    assert link.is_symlink()
    assert output_kind(target) == "written"


@pytest.mark.parametrize(
    "name", [name for name in WRITING if WRITING[name][1] in (".xlsx", ".docx")]
)
def test_18_every_output_carries_the_mark(name: str, tmp_path: Path) -> None:
    arguments, suffix = WRITING[name]
    output = tmp_path / f"出{suffix}"
    assert run(*arguments, "-o", output).returncode in (0, 1)
    assert output_kind(output)
    if suffix == ".xlsx":
        book: Any = openpyxl.load_workbook(output)
        properties = book.custom_doc_props
        assert properties["xlform"].value.split()[0] == output_kind(output)
    else:
        docx.Document(str(output))
    with zipfile.ZipFile(output) as archive:
        assert archive.testzip() is None
        assert archive.namelist().count("docProps/custom.xml") == 1


def test_18_other_properties_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "wps.xlsx"
    book: Any = openpyxl.Workbook()
    for name in ("KSOProductBuildVer", "负责人"):
        book.custom_doc_props.append(StringProperty(name, "2052-11.1.0"))
    book.save(path)
    path.write_bytes(mark_output(path.read_bytes(), "fixed", path.name))
    path.write_bytes(mark_output(path.read_bytes(), "marked", path.name))
    again: Any = openpyxl.load_workbook(path)
    properties = again.custom_doc_props
    assert {one.name: str(one.value).split()[0] for one in properties.props} == {
        "KSOProductBuildVer": "2052-11.1.0", "负责人": "2052-11.1.0", "xlform": "marked",
    }  # fmt: skip


def _filed(folder: Path) -> Path:
    """Return a folder with one submission and what xlform made of it."""
    folder.mkdir()
    shutil.copy(BROKEN, folder / "甲镇.xlsx")
    source = folder / "甲镇.xlsx"
    made: list[list[str | Path]] = [
        ["check", source, "-o", folder / "甲镇-核对.xlsx"],
        ["check", source, "-o", folder / "甲镇-退回意见.docx"],
        ["fix", source, "-o", folder / "甲镇-已改.xlsx"],
        ["write", source, "-o", folder / "甲镇-规范.xlsx"],
        ["convert", source, "-o", folder / "甲镇-转换.docx"],
        ["summarize", "--no-cache", "--jobs", "1", source, "-o", folder / "旧汇总.xlsx"],
    ]
    for arguments in made:
        assert run(*arguments).returncode in (0, 1)
    return folder


def _zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder))


@pytest.mark.parametrize("given", [Path, _zipped, lambda folder: folder / "*"])
def test_18_outputs_among_submissions_are_passed_over_and_listed(
    given: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = _filed(tmp_path / "报送")
    summary = tmp_path / "汇总.xlsx"
    done = run("summarize", "--no-cache", "--jobs", "1", given(folder), "-o", summary)
    assert done.returncode in (0, 1)
    with streamed(summary, data_only=True) as book:
        rows = list(book["来源"].iter_rows(min_row=5, values_only=True))
    passed = {str(row[2]): str(row[7]) for row in rows if row[6] == "不是填报表"}
    assert len(passed) == 6
    assert all("xlform 写出的" in because for because in passed.values())
    assert "核对标注件" in passed["甲镇-核对.xlsx"]
    assert {str(row[2]) for row in rows} - set(passed) == {"甲镇.xlsx"}


def test_18_an_output_that_is_named_is_read(tmp_path: Path) -> None:
    folder = _filed(tmp_path / "报送")
    fixed = folder / "甲镇-已改.xlsx"
    assert [file.skipped for file in expand_inputs([fixed])] == [False]
    assert json.loads(run("import", fixed, "--format", "json").stdout)["forms"]
