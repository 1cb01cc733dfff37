"""Templates of one's own go before the shipped ones, which stay in force for everything else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import openpyxl
import pytest
from command import run

import xlform
from xlform.errors import DeclarationProblem
from xlform.model.resources import shipped_templates, template_folders, user_templates
from xlform.model.word_lists import load_words, words_folders
from xlform.template.store import load_templates

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "云田镇.xlsx"

PLAN = """kind = "works-plan"
name = "街道工程计划表"
title = ['街道工程计划表$']
[recognise]
labels = ["工程名称", "工程投资"]
same_row = true
[field]
unit = { label = "建设单位" }
[table.works.column]
name   = { label = "工程名称" }
amount = { label = "工程投资", kind = "amount" }
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one form of a district's own, and one word list."""
    folder = tmp_path / "本区模板"
    (folder / "own" / "plan").mkdir(parents=True)
    (folder / "own" / "plan" / "form.toml").write_text(PLAN, encoding="utf-8")
    (folder / "words").mkdir()
    text = '[typos]\n"工程街道" = "街道工程"\n'
    (folder / "words" / "本区.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["街道工程计划表"], ["工程名称", "工程投资"], ["路", 10000], ["桥", 9200]):
        book.active.append(row)
    path = tmp_path / "工程.xlsx"
    book.save(path)
    return path


def test_own_templates_stand_beside_the_shipped_ones(own: Path, plan: Path) -> None:
    done = run("import", plan, "--templates", own, "--format", "json")
    assert [form["kind"] for form in json.loads(done.stdout)["forms"]] == ["works-plan"]
    assert run("import", plan).returncode == 3
    done = run("import", SAMPLE, "--templates", own, "--format", "json")
    assert len(json.loads(done.stdout)["forms"]) == 6


def test_nothing_is_lost_or_added_by_an_own_folder(own: Path) -> None:
    plain = [one.id for one in xlform.check(SAMPLE).checked.findings]
    assert [one.id for one in xlform.check(SAMPLE, templates=own).checked.findings] == plain


def test_every_command_that_reads_takes_them(own: Path, plan: Path, tmp_path: Path) -> None:
    option = ("--templates", own)
    output = tmp_path / "出.xlsx"
    assert run("check", plan, *option, "--fail-on", "never").returncode == 0
    assert run("diff", plan, plan, *option).returncode == 0
    assert run("fix", plan, *option).returncode == 0
    assert "own/plan" in run("templates", *option).stdout
    assert "works-plan" in run("schema", *option).stdout
    done = run("summarize", plan, SAMPLE, *option, "--no-cache", "--jobs", "1", "-o", output)
    assert done.returncode in (0, 1), done.stderr
    assert "计入 2 份文件（读不了 0 份）" in done.stdout


def test_of_one_name_the_first_folder_counts(own: Path, tmp_path: Path) -> None:
    second = tmp_path / "上级模板"
    for set_name, name in (("own/plan", "第二个"), ("own/other", "别的")):
        (second / set_name).mkdir(parents=True)
        text = PLAN.replace("街道工程计划表", name)
        (second / set_name / "form.toml").write_text(text, encoding="utf-8")
    names = {t.name: t.declaration.name for t in load_templates((own, second))}
    assert names == {"own/plan": "街道工程计划表", "own/other": "别的"}
    done = run("templates", "--templates", own, "--templates", second)
    assert "街道工程计划表" in done.stdout
    assert "第二个" not in done.stdout
    assert "别的" in done.stdout
    assert "shifeng-2023/department" in done.stdout


def test_a_form_of_a_shipped_set_is_replaced_and_keeps_its_relations(tmp_path: Path) -> None:
    name = "shifeng-2023/fund-summary"
    folder = tmp_path / name
    folder.mkdir(parents=True)
    text = (shipped_templates() / name / "form.toml").read_text(encoding="utf-8")
    (folder / "form.toml").write_text(
        text.replace('label = "序号"', 'label = ["序号", "编号"]'), encoding="utf-8"
    )
    known = {t.name: t for t in load_templates(template_folders(tmp_path))}
    assert known[name].folder == folder
    assert known[name].set_relations
    assert known["shifeng-2023/department"].folder.is_relative_to(shipped_templates())


def test_word_lists_extend_the_shipped_ones(own: Path) -> None:
    words = load_words(words_folders(own))
    assert words["typos"]["工程街道"] == "街道工程"
    assert words["typos"].items() > load_words(words_folders())["typos"].items()


def test_the_users_folder_needs_no_option(
    own: Path, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "settings"))
    user_templates().parent.mkdir(parents=True)
    own.rename(user_templates())
    assert template_folders() == (user_templates(), shipped_templates())
    assert xlform.read(plan).forms[0].kind == "works-plan"
    for path in sorted(user_templates().rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert len(xlform.read(SAMPLE).forms) == 6


def test_a_program_is_answered_by_what_the_files_say_now(
    own: Path, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, words = tmp_path / "xlform.toml", tmp_path / "用语.toml"
    settings.write_text('[words]\nextra = ["用语.toml"]\n', encoding="utf-8")

    def seen() -> list[str]:
        report = xlform.check(SAMPLE, select=["T-01"], settings=settings)
        return sorted({finding.actual for finding in report.findings} & {"社区", "居民", "绿化"})

    monkeypatch.setenv("XLFORM_TEMPLATES", str(own))
    lists = (own / "words" / "本区.toml", words)
    found = []
    for texts in (("社区", "居民"), ("居民", "绿化"), ("绿化", "社区")):
        for path, word in zip(lists, texts, strict=True):
            path.write_text(f'[typos]\n"{word}" = "一"\n', encoding="utf-8")
            os.utime(path, ns=(0, 0))
        found.append(seen())
    assert found == [["居民", "社区"], ["居民", "绿化"], ["社区", "绿化"]]
    assert xlform.read(plan).forms[0].kind == "works-plan"
    form = own / "own" / "plan" / "form.toml"
    form.write_text(PLAN.replace("works-plan", "other-plan"), encoding="utf-8")
    assert xlform.read(plan).forms[0].kind == "other-plan"


def test_several_folders_in_the_environment(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "别的"
    monkeypatch.setenv("XLFORM_TEMPLATES", os.pathsep.join([str(own), str(second)]))
    assert template_folders()[:2] == (own, second)
    with pytest.raises(DeclarationProblem, match="别的"):
        load_templates(template_folders())


def test_a_folder_that_is_none_of_templates_is_told(tmp_path: Path) -> None:
    done = run("import", SAMPLE, "--templates", tmp_path / "没有")
    assert done.returncode in (2, 3)
    assert "没有" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_folder_of_one_set_or_form_is_taken_as_well(own: Path, plan: Path) -> None:
    for folder in (own, own / "own", own / "own" / "plan"):
        done = run("import", plan, "--templates", folder, "--format", "json")
        (form,) = json.loads(done.stdout)["forms"]
        assert form["template"] == "own/plan"


def test_a_folder_with_declarations_in_a_wrong_place_is_told(own: Path, plan: Path) -> None:
    (own / "words" / "本区.toml").unlink()
    (own / "own" / "plan").rename(own / "own" / "a")
    (own / "own" / "a" / "b").mkdir()
    (own / "own" / "a" / "form.toml").rename(own / "own" / "a" / "b" / "form.toml")
    done = run("import", plan, "--templates", own)
    assert (done.returncode, "没有模板" in done.stderr) == (3, True)
