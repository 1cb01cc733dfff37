"""xlform template copy: another year's edition reads the forms of that year."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from command import run
from outside_form import write_outside_set

from xlform.checking.template_check import check_templates
from xlform.formats.source import read_file
from xlform.template.store import load_templates, template_folders

SHIPPED = ("department", "fund-direction", "fund-summary", "narrative")
SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"


def of_2024(sample: Path, path: Path) -> Path:
    """The sample as a unit would hand it in a year later."""
    book = openpyxl.load_workbook(sample)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    cell.value = cell.value.replace("2023", "2024")
    book.save(path)
    return path


def test_the_shipped_set_of_another_year(tmp_path: Path) -> None:
    done = run("template", "copy", "shifeng-2023", "--year", "2024", "-o", tmp_path / "本区-2024")
    assert (done.returncode, done.stdout) == (0, "")
    assert "2024年部门整体支出绩效目标表" in done.stderr
    for name in SHIPPED:
        text = (tmp_path / "本区-2024" / name / "form.toml").read_text(encoding="utf-8")
        assert f'extends = "shifeng-2023/{name}"' in text
        assert len(text.splitlines()) < 6
    assert check_templates(tmp_path).faults == ()
    filled = of_2024(SAMPLE, tmp_path / "2024.xlsx")
    done = run("import", filled, "--templates", tmp_path, "--format", "json")
    forms = json.loads(done.stdout)["forms"]
    assert {form["template"].partition("/")[0] for form in forms} == {"本区-2024"}
    assert {form["year"] for form in forms} == {2024}
    old = json.loads(run("import", SAMPLE, "--templates", tmp_path, "--format", "json").stdout)
    assert {form["template"].partition("/")[0] for form in old["forms"]} == {"shifeng-2023"}
    plain = json.loads(run("import", SAMPLE, "--format", "json").stdout)["forms"]
    assert [form["fields"].keys() for form in forms] == [form["fields"].keys() for form in plain]
    new = {t.name: t for t in load_templates(template_folders(tmp_path))}
    for name in SHIPPED:
        assert len(new[f"本区-2024/{name}"].set_relations) == len(
            new[f"shifeng-2023/{name}"].set_relations
        )


def test_a_blank_keeps_everything_but_the_year(tmp_path: Path) -> None:
    run("template", "copy", "shifeng-2023", "--year", "2025", "-o", tmp_path / "x")
    source = next(
        t.blank for t in load_templates(template_folders()) if t.name == "shifeng-2023/department"
    )
    assert source
    before, after = (
        read_file(path)[1].sheets[0] for path in (source, tmp_path / "x/department/blank.xlsx")
    )
    changed = {at for at in before.cells if before.cells[at] != after.cells[at]}
    assert [after.cells[at].text for at in changed] == ["2025年部门整体支出绩效目标表"]
    assert (before.merges, before.name) == (after.merges, after.name)
    assert (tmp_path / "x/narrative/blank.docx").read_bytes() == (
        source.parents[1] / "narrative/blank.docx"
    ).read_bytes()


@pytest.mark.parametrize("beside", [True, False])
def test_an_own_set_with_its_year_in_labels_and_patterns(tmp_path: Path, beside: bool) -> None:  # noqa: FBT001
    source = write_outside_set(tmp_path / "a")
    form = source / "list" / "form.toml"
    text = form.read_text(encoding="utf-8")
    text = text.replace("'农田水利工程汇总表$'", "'2024年农田水利工程汇总表$'", 1)
    text = text.replace('label = "投资额"', 'label = "2024年投资额"').replace(
        '"投资额"]', '"2024年投资额"]'
    )
    form.write_text(f'source = "水农〔2024〕1号"\n{text}', encoding="utf-8")
    book = openpyxl.load_workbook(source / "list" / "blank.xlsx")
    assert book.active
    book.active["A1"], book.active["C3"] = "2024年农田水利工程汇总表", "2024年投资额（万元）"
    book.save(source / "list" / "blank.xlsx")
    assert [
        str(one.fault) for one in check_templates(source).faults if one.fault.severity == "error"
    ] == []
    output = (tmp_path / "a" if beside else tmp_path / "b") / "own-2025"
    done = run("template", "copy", source, "--year", "2025", "-o", output)
    written = (output / "list" / "form.toml").read_text(encoding="utf-8")
    assert ('extends = "own-2024/list"' in written) == beside
    assert "2025年农田水利工程汇总表$" in written
    assert "2025年投资额" in written
    assert "〔2025〕" not in written
    assert [
        str(one.fault) for one in check_templates(output).faults if one.fault.severity == "error"
    ] == []
    assert done.returncode in (0, 1)
    (kept,) = {
        t.edition
        for t in load_templates(template_folders(output.parent))
        if t.name.startswith("own-2025")
    }
    assert kept == 2025


def test_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "voll").mkdir()
    (tmp_path / "voll" / "x.txt").write_text("x", encoding="utf-8")
    done = run("template", "copy", "shifeng-2023", "--year", "2024", "-o", tmp_path / "voll")
    assert (done.returncode, "已有内容" in done.stderr) == (3, True)
    assert [path.name for path in (tmp_path / "voll").iterdir()] == ["x.txt"]
    done = run("template", "copy", "shifeng-2022", "--year", "2024", "-o", tmp_path / "x")
    assert (done.returncode, "shifeng-2023" in done.stderr) == (3, True)
    done = run("template", "copy", "shifeng-2023", "--year", "2023", "-o", tmp_path / "x")
    assert (done.returncode, "2023" in done.stderr) == (3, True)
    assert not (tmp_path / "x").exists()
    assert (
        run("template", "copy", "shifeng-2023", "--year", "24", "-o", tmp_path / "x").returncode
        == 2
    )
    own = write_outside_set(tmp_path / "own")
    shutil.rmtree(own / "plan")
    (own / "set.toml").unlink()
    done = run("template", "copy", own, "--year", "2030", "-o", tmp_path / "y")
    assert (done.returncode, "没有写明年度" in done.stderr) == (0, True)
