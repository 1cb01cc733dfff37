"""``xlform import`` as a person or a script meets it: output, exit codes, sentences."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import jsonschema
import msgspec
import openpyxl
import pytest
from command import run, start

import xlform
from xlform.submission.schema import schema
from xlform.template.store import load_templates, templates_folder

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
DISTRICT = sorted((ROOT / "samples" / "district").glob("*.xlsx"))
ENGLISH = {"XLFORM_LANG": "en"}


def test_the_tree_shows_unit_year_forms_money_and_indicators() -> None:
    done = run("import", SAMPLE)
    assert done.returncode == 0
    assert done.stderr == ""
    for words in (
        "株洲市石峰区云田镇人民政府 · 2023年 · 6 张表",
        "所属专项金额             450.00 万元",
        "│  │  │  │  ├─ 配置环卫工人  66个  计划标准",
        "指标 43 项，空白指标行 9 行",
    ):
        assert words in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    "names",
    [
        (SAMPLE,),
        (SAMPLE, DISTRICT[0]),
        ("没有.xlsx", SAMPLE),
        ("没有*.xlsx",),
        (ROOT / "samples" / "district",),
        ("import",),
    ],
)
def test_names_alone_mean_what_they_mean_to_click(names: tuple[str | Path, ...]) -> None:
    """Files without an option are printed without click (xlform.cli.run)."""
    plain, by_click = run("import", *names), run("import", "--", *names)
    assert (plain.returncode, plain.stdout, plain.stderr) == (
        by_click.returncode, by_click.stdout, by_click.stderr,
    )  # fmt: skip
    assert plain.stdout + plain.stderr


def test_json_is_one_object_on_standard_output_and_nothing_else() -> None:
    done = start("import", SAMPLE, "--format", "json")
    assert done.returncode == 0
    plain = json.loads(done.stdout)
    assert plain["schema"] == "xlform.submission/1"
    assert plain["forms"][2]["fields"]["amount"] == "95.00"
    assert plain["forms"][2]["tables"]["expenses"][0]["amount"] == "10"
    assert plain["forms"][2]["origins"]["expenses[0].amount"] == "D22"
    assert plain["forms"][0]["tables"]["indicators"][2]["target"] == {
        "text": "≥90%", "comparator": ">=", "value": "90", "unit": "%", "type": "number",
    }  # fmt: skip
    assert plain["forms"][2]["fields"]["period"] == {
        "text": "2023.01.01-2023.12.31", "start": "2023-01-01", "end": "2023-12-31",
    }  # fmt: skip
    assert "共 1 个文件" in done.stderr


@pytest.mark.parametrize("path", [SAMPLE, *DISTRICT], ids=lambda path: path.stem)
def test_json_keeps_to_its_schema_and_reads_back_the_same(path: Path, tmp_path: Path) -> None:
    submission = xlform.read(path)
    text = submission.json()
    templates = load_templates(templates_folder())
    jsonschema.Draft202012Validator(schema(templates)).validate(json.loads(text))
    out = tmp_path / "x.json"
    out.write_text(text, encoding="utf-8")
    assert xlform.read(out) == submission


def test_the_schema_refuses_what_the_contract_forbids() -> None:
    validator = jsonschema.Draft202012Validator(schema(load_templates(templates_folder())))
    plain = json.loads(xlform.read(SAMPLE).json())
    plain["forms"][2]["fields"]["amount"] = 95.0
    assert list(validator.iter_errors(plain))
    jsonschema.Draft202012Validator.check_schema(json.loads(run("schema").stdout))


def test_data_is_utf8_whatever_the_code_page() -> None:
    for encoding in ("gbk", "ascii"):
        done = start("import", SAMPLE, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
        assert done.returncode == 0
        assert "˃90%" in done.stdout


def test_several_files_give_an_object_a_line() -> None:
    done = run("import", *DISTRICT, "--format", "jsonl")
    assert done.returncode == 0
    units = [json.loads(line)["unit"] for line in done.stdout.splitlines()]
    assert len(units) == len(set(units)) == len(DISTRICT)
    assert run("import", *DISTRICT, "--format", "json").stdout == done.stdout


def test_several_files_show_a_line_for_each_form_unless_full() -> None:
    short = run("import", *DISTRICT[:3]).stdout
    full = run("import", *DISTRICT[:3], "--full").stdout
    assert "产出指标" not in short
    assert "产出指标" in full
    assert "共 3 个文件" in short


def test_a_pattern_nobody_expanded_is_expanded_here() -> None:
    done = run("import", "samples/district/*街道.xlsx", "--format", "jsonl", cwd=ROOT)
    assert len(done.stdout.splitlines()) == 2
    done = run("import", "samples/district/nothing*.xlsx", cwd=ROOT)
    assert done.returncode == 3
    assert "nothing*.xlsx" in done.stderr


def test_output_goes_to_a_file_by_its_suffix(tmp_path: Path) -> None:
    for name in ("x.json", "x.jsonl", "x.txt", "x.xlsx"):
        done = run("import", SAMPLE, "-o", tmp_path / name)
        assert (done.returncode, done.stdout) == (0, "")
        assert (tmp_path / name).stat().st_size > 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "x.json", "x.jsonl", "x.txt", "x.xlsx",
    ]  # fmt: skip
    assert xlform.read(tmp_path / "x.json") == xlform.read(SAMPLE)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_go_to_a_folder(form: str, tmp_path: Path) -> None:
    done = run("import", *DISTRICT, "--format", form, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert len(list((tmp_path / "out").glob(f"*.{form}"))) >= 7


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import"], "缺少参数：文件…"),
        (["import", "x.xlsx", "--format", "pdf"], "只能是：tree、json、jsonl、csv、parquet、xlsx"),
        (["import", "x.xlsx", "-o", "x.doc"], "请加上 --format"),
        (["import", "x.xlsx", "--format", "csv"], "请用 -o"),
        (["import", "x.xlsx", "-o", "x.xlsx"], "不会覆盖原件"),
        (["import", "x.xlsx", "--forma", "json"], "是不是 --format"),
        (["improt", "x.xlsx"], "是不是 import"),
        (["--lang", "fr"], "只能是：zh、en"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def bad_files(folder: Path) -> dict[str, str]:
    """Each kind of bad input, with words its sentence must hold."""
    sample = SAMPLE.read_bytes()
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "~$云田镇.xlsx").write_bytes(b"lock")
    (folder / "文本.xlsx").write_text("单位,金额\n云田镇,95", encoding="utf-8")
    (folder / "截断.xlsx").write_bytes(sample[: len(sample) // 2])
    (folder / "加密.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    (folder / "夹.xlsx").mkdir()
    with zipfile.ZipFile(folder / "照片.xlsx", "w") as archive:
        archive.writestr("a.jpg", b"x")
    return {
        "没有.xlsx": "找不到文件",
        "夹.xlsx": "是空的",
        "空.xlsx": "空文件",
        "~$云田镇.xlsx": "临时文件",
        "文本.xlsx": "没有认出任何已知表格",
        "截断.xlsx": "已损坏或不完整",
        "加密.xlsx": "密码",
        "照片.xlsx": "不是 Excel 工作簿",
    }


def test_each_bad_file_gets_a_sentence_and_the_others_are_done(tmp_path: Path) -> None:
    words = bad_files(tmp_path)
    done = run("import", *(tmp_path / name for name in words), SAMPLE, "--format", "jsonl")
    assert done.returncode == 3
    assert json.loads(done.stdout)["unit"] == "株洲市石峰区云田镇人民政府"
    lines = done.stderr.strip().splitlines()
    assert len(lines) == len(words) + 1
    for line, (name, expected) in zip(lines, words.items(), strict=False):
        assert str(tmp_path / name) in line
        assert expected in line
        assert line.endswith("。")
    assert lines[-1].startswith(f"共 {len(words) + 1} 个文件：读出 1 个")


@pytest.mark.parametrize("env", [{}, ENGLISH], ids=["zh", "en"])
def test_a_workbook_without_a_known_form_names_the_nearest_and_what_it_lacks(
    tmp_path: Path, env: dict[str, str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["支出方向（子项）", "某方向"])
    sheet.append(["金额", 3])
    book.save(tmp_path / "别的.xlsx")
    done = run("import", tmp_path / "别的.xlsx", env=env)
    assert done.returncode == 3
    assert "shifeng-2023/fund-direction" in done.stderr
    between = ", " if env else "、"
    assert f"所属专项{between}支出明细及测算说明" in done.stderr
    assert f"支出方向(子项){between}" not in done.stderr


def test_an_output_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run("import", SAMPLE, "-o", tmp_path / "no" / "x.json")
    assert done.returncode == 3
    assert "写不进" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_damaged_json_is_told_in_a_sentence(tmp_path: Path) -> None:
    good = json.loads(xlform.read(SAMPLE).json())
    for number, plain in enumerate(
        (
            {"schema": "other"},
            {**good, "forms": [{**good["forms"][0], "template": "nowhere/none"}]},
            {**good, "forms": [{**good["forms"][2], "fields": {"amount": "many"}}]},
            {**good, "unit": None, "forms": None},
            [],
        )
    ):
        path = tmp_path / f"{number}.json"
        path.write_bytes(msgspec.json.encode(plain))
        done = run("import", path)
        assert done.returncode == 3
        assert str(path) in done.stderr


def test_the_choice_of_templates_is_explained_as_text_and_in_json() -> None:
    done = run("import", SAMPLE, "--explain")
    assert done.returncode == 0
    assert "附表2!A1:E11  选用模板 shifeng-2023/fund-summary" in done.stdout
    assert "其次：shifeng-2023/fund-direction" in done.stdout
    forms = json.loads(run("import", SAMPLE, "--explain", "--format", "json").stdout)["forms"]
    for form in forms:
        explained = form["explain"]
        assert explained["template"] == form["template"]
        assert explained["labels"]["found"] == explained["labels"]["declared"]
        assert explained["runner_up"]["score"] < explained["score"]
        assert explained["year"] == form["year"]
    plain = json.loads(run("import", SAMPLE, "--format", "json").stdout)["forms"]
    assert "explain" not in plain[0]
    document = json.loads(start("import", SAMPLE, "--explain", "--format", "json").stdout)
    jsonschema.validate(document, schema(load_templates(templates_folder())))


def test_tables_of_values_have_no_place_for_explanations() -> None:
    done = run("import", SAMPLE, "--explain", "--format", "csv", "-o", "x")
    assert done.returncode == 2
    assert "--explain" in done.stderr
