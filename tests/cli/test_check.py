"""``xlform check`` as a person or a script meets it: output, exit codes, sentences."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import command
import openpyxl
import pytest
from command import Completed

import xlform
from xlform.checking.settings import SettingsProblem

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
DISTRICT = sorted((ROOT / "samples" / "district").glob("*.xlsx"))
# Rules whose answers on the files here are known: one that finds, one that does not.
FINDING, CLEAN = "C-02", "A-04"
HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "pyarrow", "docx", "lxml", "lark", "asyncio")


def run(
    *arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None
) -> Completed:
    return command.run(*arguments, env=env or {}, cwd=cwd or ROOT / "samples")


@pytest.fixture(scope="module")
def gaps_saved() -> bytes:
    """The sample without a project's amount and its annual goal."""
    book = openpyxl.load_workbook(SAMPLE)
    sheet = book["附表3-1"]
    sheet["B5"].value = None
    sheet["B8"].value = None
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


@pytest.fixture
def gaps(tmp_path: Path, gaps_saved: bytes) -> Path:
    path = tmp_path / "缺项.xlsx"
    path.write_bytes(gaps_saved)
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "xlform.toml"


# What is told


def test_the_report_tells_place_fault_advice_and_cells(gaps: Path) -> None:
    done = run("check", gaps, "--select", FINDING, "--by", "cell")
    assert done.returncode == 1
    assert done.stderr == ""
    for words in (
        "缺项.xlsx\n株洲市石峰区云田镇人民政府 · 2023年 · 6 张表\n",
        "附表3-1  区级专项资金支出方向绩效目标表  城乡环境连片整治专项  错误 ",
        "  B5 错误 C-02",
        "    “项目金额”没有填。",
        "    办法：请补填“项目金额”。",
    ):
        assert words in done.stdout
    assert any(line.startswith("    5 |") and "▶" in line for line in done.stdout.splitlines())
    assert done.stdout.rstrip().splitlines()[-1].startswith("共 1 个文件：核对 1 个，错误 ")
    assert "\x1b" not in done.stdout


def test_what_must_be_corrected_comes_first_and_the_rest_is_counted() -> None:
    text = run("check", SAMPLE).stdout
    assert text.index("必须改正 ") < text.index("请说明或修改 ") < text.index("另有格式文字 ")
    assert "A-10" in text[: text.index("请说明或修改 ")]
    assert "T-06" not in text, "hints are counted"
    short = run("check", SAMPLE, "--only-errors").stdout
    assert "X-04" not in short
    assert re.search("另有请说明或修改 [0-9]+ 项，没有列出。", short)
    lines = run("check", SAMPLE, "--only-errors", "--format", "line").stdout.splitlines()
    assert lines
    assert all(": error " in line for line in lines)


def test_a_severity_can_be_changed_or_switched_off(tmp_path: Path) -> None:
    options = "--severity", "C-04=error", "--severity", "T=off"
    plain = json.loads(run("check", SAMPLE, *options, "--format", "json").stdout)
    assert {one["severity"] for one in plain["findings"] if one["code"] == "C-04"} == {"error"}
    assert not [one for one in plain["findings"] if one["code"].startswith("T-")]
    skipped = {one["code"]: one["because"] for one in plain["not_asked"]}
    assert skipped["T-06"] == "按设定不核对：等级设为 off"
    settings = tmp_path / "xlform.toml"
    settings.write_text('[severity]\nT = "off"\nT-01 = "error"\n', encoding="utf-8")
    done = run("check", SAMPLE, "--config", settings, "--format", "json")
    told = {one["code"]: one["severity"] for one in json.loads(done.stdout)["findings"]}
    assert told["T-01"] == "error"
    assert "T-06" not in told
    refused = run("check", SAMPLE, "--severity", "C-04=loud")
    assert refused.returncode == 2
    assert "off" in refused.stderr


def test_nothing_found_says_so_and_exits_with_nought() -> None:
    done = run("check", SAMPLE, "--select", CLEAN)
    assert done.returncode == 0
    assert "没有发现问题。" in done.stdout
    assert "错误 0，警告 0，提示 0，未核对 " in done.stdout


def test_json_is_one_object_on_standard_output_and_nothing_else(gaps: Path) -> None:
    done = command.start("check", gaps, "--format", "json", "--select", FINDING)
    assert done.returncode == 1
    plain = json.loads(done.stdout)
    assert plain["schema"] == "xlform.findings/1"
    assert plain["source"]["name"] == "缺项.xlsx"
    assert {"B5", "B8"} <= {one["cell"] for one in plain["findings"]}
    assert {one["code"] for one in plain["findings"]} == {FINDING}
    unselected = {one["code"] for one in plain["not_asked"]}
    assert CLEAN in unselected
    assert FINDING not in unselected
    assert "共 1 个文件" in done.stderr


def test_several_files_are_an_object_a_line(gaps: Path) -> None:
    done = run("check", gaps, SAMPLE, "--format", "json")
    *files, batch = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["source"]["name"] for one in files] == ["缺项.xlsx", "云田镇.xlsx"]
    assert batch["batch"] == ["云田镇.xlsx", "缺项.xlsx"]


def test_a_line_a_finding_can_be_searched(gaps: Path) -> None:
    done = run("check", gaps, "--format", "line", "--select", FINDING)
    assert f"{gaps}:附表3-1!B5: error C-02 “项目金额”没有填。" in done.stdout.splitlines()
    assert "共 1 个文件" in done.stderr


def test_the_page_is_written_whole(gaps: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.html"
    done = run("check", gaps, tmp_path / "没有.xlsx", "-o", out, "--select", FINDING)
    assert done.returncode == 3
    assert done.stdout == ""
    text = out.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert text.endswith("</html>\n")
    for words in ("“项目金额”没有填。", "找不到文件", "共 2 个文件：核对 1 个"):
        assert words in text


def test_the_workbook_comes_back_with_its_cells_marked(tmp_path: Path) -> None:
    done = run("check", SAMPLE, "-o", tmp_path / "标记.xlsx", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    assert len(openpyxl.load_workbook(tmp_path / "标记.xlsx").sheetnames) == 7


def test_papers_of_several_files_go_to_a_folder_under_names_of_their_own(tmp_path: Path) -> None:
    other = tmp_path / "云田镇.xlsx"
    other.write_bytes(SAMPLE.read_bytes())
    folder = tmp_path / "标记"
    arguments = ("check", SAMPLE, other, "--format", "xlsx", "--fail-on", "never")
    done = run(*arguments, "-o", folder)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == [
        "云田镇.核对.xlsx",
        "云田镇.核对2.xlsx",
    ]
    refused = run(*arguments, "-o", tmp_path / "一个.xlsx")
    assert refused.returncode == 2
    assert "文件夹" in refused.stderr


def test_data_has_no_cells_to_mark(tmp_path: Path) -> None:
    data = tmp_path / "云田镇.json"
    data.write_text(xlform.read(SAMPLE).json(), encoding="utf-8")
    done = run("check", data, "-o", tmp_path / "标记.xlsx")
    assert done.returncode == 3
    assert "没有单元格可标" in done.stderr
    assert run("check", data, "--select", CLEAN).returncode == 0


def test_english_is_said_on_request(gaps: Path) -> None:
    done = run("check", gaps, "--select", FINDING, "--lang", "en", "--by", "cell")
    assert "  B5 error C-02\n    项目金额 is blank.\n" in done.stdout
    assert done.stdout.rstrip().splitlines()[-1].startswith("Files: 1, checked: 1, errors: ")


def test_where_the_output_is_is_told(gaps: Path, tmp_path: Path) -> None:
    letter, folder = tmp_path / "退回意见.docx", tmp_path / "退回"
    assert f"已写入“{letter}”。" in run("check", gaps, "-o", letter).stderr
    done = run("check", gaps, SAMPLE, "-o", folder, "--format", "docx")
    assert f"{len(list(folder.iterdir()))} 份写在文件夹“{folder}”里。" in done.stderr


def test_an_empty_workbook_in_a_folder_is_one_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "甲镇.xlsx").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "乙镇.xlsx").touch()
    (tmp_path / "说明.txt").touch()
    done = run("check", tmp_path, "--fail-on", "never")
    assert done.returncode == 3
    assert done.stdout.rstrip().endswith("失败 1 个。")


def test_a_report_is_utf8_whatever_the_code_page(gaps: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xlform", "check", gaps, "--select", FINDING],
        capture_output=True,
        env={**os.environ, "XLFORM_LANG": "", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
        check=False,
    )
    assert done.returncode == 1
    assert "“项目金额”没有填。" in done.stdout.decode()


# Exit codes


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_the_exit_code_follows_the_gravest_finding(gaps: Path, fail_on: str, code: int) -> None:
    assert run("check", gaps, "--select", FINDING, "--fail-on", fail_on).returncode == code


def test_findings_below_the_mark_do_not_fail(gaps: Path, settings: Path) -> None:
    settings.write_text(f'[severity]\n{FINDING} = "warning"\n', encoding="utf-8")
    chosen = ("check", gaps, "--select", FINDING, "--config", settings)
    assert run(*chosen).returncode == 0
    assert run(*chosen, "--fail-on", "warning").returncode == 1
    assert "警告 C-02" in run(*chosen).stdout


def test_a_bad_file_is_told_and_the_others_are_done(gaps: Path, tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    done = run("check", tmp_path / "空.xlsx", gaps, tmp_path / "没有.xlsx", "--format", "json")
    assert done.returncode == 3
    file, batch = [json.loads(line) for line in done.stdout.splitlines()]
    assert file["source"]["name"] == "缺项.xlsx"
    assert {one["because"] for one in batch["not_asked"]} == {"只有一份报送件"}
    first, second, last = done.stderr.strip().splitlines()
    assert "空文件" in first
    assert "找不到文件" in second
    assert last.startswith("共 3 个文件：核对 1 个，")
    assert last.endswith("失败 2 个。")


def test_no_rule_cries_error_over_the_district() -> None:
    done = run("check", *DISTRICT, "--format", "line")
    assert [line for line in done.stdout.splitlines() if ": error " in line] == []
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "缺少参数：文件…。"),
        (["check", "x.xlsx", "--format", "pdf"], "--format 只能是：text、line、json"),
        (["check", "x.xlsx", "--fail-on", "all"], "--fail-on 只能是：error、warning"),
        (["check", "x.xlsx", "-o", "x.pdf"], "看不出要写成什么格式"),
        (["check", "x.xlsx", "-o", "x.xlsx"], "不会覆盖原件"),
        (["check", "x.xlsx", "--format", "docx"], "请用 -o 指定输出位置"),
        (["check", "x.xlsx", "--select", "C02"], "没有规则“C02”。相近的有 C-02"),
        (["check", "x.xlsx", "--select", "ZZ"], "没有规则“ZZ”"),
        (["check", "x.xlsx", "--ignore", "C-02"], "要写明理由"),
        (["check", "x.xlsx", "--ignore", "C-02= "], "要写明理由"),
        (["check", "x.xlsx", "--ignore", "C-2=多余"], "没有规则“C-2”"),
        (["check", "x.xlsx", "--config", "没有.toml"], "没有.toml"),
        (["check", "x.xlsx", "--since", "没有.json"], "读不了上次的结果"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


# Which rules are asked


def codes(*arguments: str | Path, cwd: Path | None = None) -> tuple[set[str], dict[str, str]]:
    """The codes found, and of those not asked why."""
    plain = json.loads(run("check", *arguments, "--format", "json", cwd=cwd).stdout)
    found = {one["code"] for one in plain["findings"]}
    return found, {one["code"]: one["because"] for one in plain["not_asked"]}


def test_rules_are_selected_by_code_or_beginning(gaps: Path) -> None:
    found, silent = codes(gaps, "--select", f"a,{FINDING}")
    assert FINDING in found
    assert CLEAN not in silent or "没有选" not in silent[CLEAN]
    assert all(code == FINDING or code.startswith("A-") for code in found)


def test_an_ignored_rule_is_listed_with_its_reason(gaps: Path) -> None:
    found, silent = codes(gaps, "--ignore", f"{FINDING}=本区不要求，见通知")
    assert FINDING not in found
    assert silent[FINDING] == "按设定不核对：本区不要求，见通知"


def test_the_project_file_is_found_upwards(gaps: Path, settings: Path) -> None:
    settings.write_text(
        f'[check]\nselect = ["C"]\nignore = [{{ code = "{FINDING}", reason = "本区不要求" }}]\n',
        encoding="utf-8",
    )
    below = gaps.parent / "二季度" / "乡镇"
    below.mkdir(parents=True)
    _, silent = codes(gaps, cwd=below)
    assert silent[FINDING] == "按设定不核对：本区不要求"
    assert silent[CLEAN] == "这次没有选它"
    found, _ = codes(gaps, "--select", CLEAN, cwd=below)
    assert found == set(), "the command line goes before the file"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[chek]\na = 1", "里没有“chek”这一项：可写的有 check、severity、terms、words、data"),
        ("[check]\nselct = []", "[check] 里没有“selct”这一项：可写的有 select、ignore、fail-on"),
        ('[check]\nignore = [{ code = "C-02" }]', "要写明理由"),
        ('[check]\nignore = [{ kode = "C-02" }]', "可写的有 code、reason"),
        ('[check]\nfail-on = "all"', "check.fail-on 不能写“all”：可写的有 error、warning"),
        ('[severity]\nC-02 = "bad"', "severity 不能写“bad”：可写的有 error、warning、info"),
        ('[severity]\nC-2 = "info"', "没有规则“C-2”"),
        ('[terms]\ncnt = "1"', "[terms] 里没有“cnt”这一项：可写的有 cent、"),
        ('[terms]\ncent = "x"', "terms.cent"),
        ('[words]\nextra = ["没有.toml"]', "没有.toml"),
        ('[data]\nlast-yaer = "a.csv"', "没有规则用到数据表“last-yaer”"),
        ("check = [", "有误"),
    ],
)
def test_a_faulty_project_file_is_told_in_a_sentence(settings: Path, text: str, words: str) -> None:
    settings.write_text(text + "\n", encoding="utf-8")
    done = run("check", SAMPLE, cwd=settings.parent)
    assert done.returncode == 2, done.stdout
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


# What changed


def test_findings_are_new_unchanged_or_fixed(gaps: Path, tmp_path: Path) -> None:
    chosen = ("--select", FINDING)
    before = tmp_path / "一审.json"
    run("check", gaps, *chosen, "-o", before)
    book = openpyxl.load_workbook(gaps)
    book["附表3-1"]["B5"].value = 95
    book["附表3-2"]["B5"].value = None
    book.save(gaps)
    assert "新增 1、未改 3" in run("check", gaps, *chosen, "--since", before).stdout
    done = run("check", gaps, *chosen, "--since", before, "--by", "cell")
    assert "  B8 错误 C-02 未改" in done.stdout
    assert "  B5 错误 C-02 新增" in done.stdout
    assert "已改 1 处：\n  附表3-1!B5 C-02 “项目金额”没有填。" in done.stdout
    assert "与上次相比：新增 1，未改 " in done.stdout
    assert "已改 1。" in done.stdout
    plain = json.loads(run("check", gaps, *chosen, "--since", before, "--format", "json").stdout)
    assert [one["cell"] for one in plain["fixed"]] == ["B5"]
    assert {one["state"] for one in plain["findings"]} == {"new", "kept"}


# From Python


def test_the_verb_gives_findings_what_was_not_asked_and_the_submission(gaps: Path) -> None:
    report = xlform.check(gaps, select=["C-02", "A"], ignore={"A-03": "试"})
    assert {"B5", "B8"} <= {one.cell for one in report.findings if one.code == FINDING}
    assert {one.code: one.because for one in report.not_asked}["A-03"] == "按设定不核对：试"
    assert report.submission.unit == "株洲市石峰区云田镇人民政府"
    assert json.loads(report.json())["findings"][0]["code"] in {FINDING, "A-05", "A-06"}


def test_the_verb_takes_settings(settings: Path) -> None:
    settings.write_text('[check]\nselect = ["A-04"]\n[terms]\ncent = "0.01"\n', encoding="utf-8")
    report = xlform.check(SAMPLE, settings=settings)
    assert report.findings == ()
    assert str(report.context.settings.cent) == "0.01"
    with pytest.raises(SettingsProblem):
        xlform.check(SAMPLE, select=["nothing"])


def test_nothing_heavy_is_loaded() -> None:
    program = (
        "import sys; from xlform.__main__ import main; main(sys.argv[1:]);"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(SAMPLE), "--format", "line"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "xlform" in loaded
    assert loaded & set(HEAVY) == set()


def test_a_district_brings_its_own_words_and_data(settings: Path) -> None:
    folder = settings.parent
    (folder / "用语.toml").write_text('[typos]\n"清扫保洁" = "清扫与保洁"\n', encoding="utf-8")
    (folder / "上年.csv").write_text("unit,indicator\n云田镇,甲\n", encoding="gbk")
    settings.write_text(
        '[words]\nextra = ["用语.toml"]\n[data]\nlast-year = "上年.csv"\n', encoding="utf-8"
    )
    found = xlform.check(SAMPLE, select=["T-01"], settings=settings).findings
    assert any("清扫与保洁" in one.message for one in found)
    assert not any("清扫与保洁" in one.message for one in xlform.check(SAMPLE).findings)
    report = xlform.check(SAMPLE, settings=settings)
    assert report.context.tables == {"last-year": [{"unit": "云田镇", "indicator": "甲"}]}
    assert not [one for one in report.not_asked if one.reason == "no-data"]


def test_settings_that_nobody_named_are_told(tmp_path: Path) -> None:
    """A file above the folder may silence rules: whoever reads the report has to know."""
    settings = tmp_path / "xlform.toml"
    settings.write_text(
        '[check]\nignore = [{ code = "T-07", reason = "不影响" }]\n[severity]\nA-04 = "info"\n',
        encoding="utf-8",
    )
    done = run("check", SAMPLE, cwd=tmp_path)
    assert f"采用“{settings}”的设置：不核对 T-07；等级改为 A-04=info。" in done.stderr
    assert "采用" not in run("check", SAMPLE, "--config", settings, cwd=tmp_path).stderr
    settings.write_text('[terms]\ncent = "0.01"\n', encoding="utf-8")
    assert "界限改为 cent=0.01。" in run("check", SAMPLE, cwd=tmp_path).stderr
    settings.write_text('[letter]\noffice = "区财政局"\n', encoding="utf-8")
    assert "采用" not in run("check", SAMPLE, cwd=tmp_path).stderr
