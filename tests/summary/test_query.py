"""SQL over the data: the filed figures come out, and nothing else can be reached."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from command import Completed, run, start
from spooling import DISTRICT, SAMPLES, filled, known

from xlform.errors import FileProblem, XlformError
from xlform.summary.data_folder import write_data
from xlform.summary.query import find_data, run_query, tables_of
from xlform.summary.query_errors import QueryProblem
from xlform.summary.spool import Spool
from xlform.terminal.width import width


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("汇总") / "it's [数据]"
    with Spool() as spool:
        filled(spool, *DISTRICT[:6], SAMPLES / "云田镇.xlsx")
        write_data(place, spool, known())
    return place


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    return list(run_query(folder, statement).rows)


# It takes years, and hardly any memory.
ENDLESS = (
    "select count(*) from range(1000000000) a, range(100000) b where hash(a.range, b.range) = 1"
)


def test_a_query_ends_at_its_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLFORM_QUERY_SECONDS", "0.5")
    for statement in (ENDLESS, ENDLESS.replace("count(*)", "a.range, b.range")):
        with pytest.raises(QueryProblem, match=r"0\.5 秒处理器时间.*XLFORM_QUERY_SECONDS"):
            rows(folder, statement)
    monkeypatch.setenv("XLFORM_QUERY_SECONDS", "soon")
    with pytest.raises(XlformError, match="soon"):
        rows(folder, "select 1")
    monkeypatch.delenv("XLFORM_QUERY_SECONDS")
    with pytest.raises(QueryProblem, match="内存"):
        rows(folder, "select list(a.range) from range(400000000) a")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_query_at_once(folder: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "xlform", "query", ENDLESS, "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(3)
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "已中断" in told.decode()
    assert "Traceback" not in told.decode()
    assert time.monotonic() - began < 10


def test_sums_are_exact(folder: Path) -> None:
    (total,) = rows(folder, "select sum(amount) from funds where submitter like '%云田镇%'")
    assert total == (Decimal("611.000000"),)
    assert rows(folder, "select distinct year from indicators") == [(2023,)]


def test_kinds_and_tables_can_be_joined(folder: Path) -> None:
    statement = (
        "select count(*) from fund_direction d join expenses e on e.path = d.path"
        " and e.form = d.form where d.amount is not null and e.amount > d.amount"
    )
    assert rows(folder, statement) == [(0,)]


def test_tables_are_those_written(folder: Path) -> None:
    tables = tables_of(folder)
    assert tables["funds"] == rows(folder, "select count(*) from funds")[0][0]
    assert {"files", "findings", "fund_summary", "project"} <= set(tables)
    assert rows(folder, "select count(*) from project") == [(0,)]


FORBIDDEN = [
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from read_text('{outside}')",
    "select * from read_parquet('{outside}')",
    "select * from glob('/etc/*')",
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "select * from sniff_csv('/etc/passwd')",
    "copy funds to '{outside}'",
    "copy (select 1) to '{outside}.csv'",
    "attach '{outside}.db'",
    "install httpfs",
    "load httpfs",
    "create table x as select 1",
    "drop view funds",
    "set enable_external_access = true",
    "pragma database_list",
    "export database '{outside}'",
    "select 1; select 2",
    "",
    "call pragma_version()",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_but_the_folder_can_be_reached(
    folder: Path, tmp_path: Path, statement: str
) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(QueryProblem) as caught:
        rows(folder, statement.format(outside=outside))
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before
    assert outside.read_text(encoding="utf-8") == "secret"


def test_a_way_out_of_the_folder_leads_nowhere(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    quoted = str(folder / ".." / outside.name).replace("'", "''")
    with pytest.raises(QueryProblem, match="不能读写别的文件"):
        rows(folder, f"select * from read_csv('{quoted}')")  # noqa: S608  (that is the test)


def test_mistakes_are_told_in_a_sentence(folder: Path) -> None:
    with pytest.raises(QueryProblem, match="可用的表有 files、"):
        rows(folder, "select * from nix")
    with pytest.raises(QueryProblem, match="写得不对"):
        rows(folder, "selec")
    with pytest.raises(QueryProblem, match="换不成要的类型"):
        rows(folder, "select cast(unit as integer) from forms")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("selec 1", "第 1 行“selec”附近"),
        ("select 1\nfrom funds where", "第 2 行“where”附近"),
        ("select amont from funds", "没有“amont”这一列"),
        ("select f.单位 from funds f", "没有“单位”这一列"),
        ("select '专项资金', amont from funds", "第 1 行“amont”"),
        ("select x.amount from funds f", "“x”不是表"),
        ("select foo(amount) from funds", "没有“foo”这个函数"),
        ("select fund, sum(amount) from funds", "“fund”（第 1 行）要写进 GROUP BY"),
        ("select sum(fund) from funds", "“sum”不能用于这种类型的值"),
        ("select date '2023-13-01'", "“date '2023-13-01'”算不出来"),
    ],
)
def test_21_no_english_of_the_engine_is_in_a_chinese_sentence(
    folder: Path, statement: str, told: str
) -> None:
    with pytest.raises(QueryProblem) as wrong:
        rows(folder, statement)
    sentence = str(wrong.value)
    assert told in sentence
    for english in ("Error", "near", "LINE", "not found", "does not", "Candidate", "must"):
        assert english not in sentence


@pytest.mark.parametrize(
    ("expression", "exact"),
    [
        ("avg(amount)", "152.75"),
        ("sum(amount) / 3", "203.666667"),
        ("max(amount) / sum(amount)", "0.736498"),
        ("sum(amount) / 1e6", "0.000611"),
        ("avg(amount) / 1e9", "0.00000015275"),
        ("avg(amount) - 152.75", "0"),
        ("avg(amount) * 1e9", "152750000000"),
    ],
)
def test_11_an_average_of_money_is_money(
    folder: Path, tmp_path: Path, expression: str, exact: str
) -> None:
    statement = f"select {expression} as money from funds where submitter like '%云田镇%'"  # noqa: S608  (that is the test)
    assert rows(folder, statement) == [(Decimal(exact),)]
    assert isinstance(rows(folder, statement)[0][0], Decimal)
    assert exact in xlform("query", statement, "--data", folder).stdout.split()
    for name in ("out.csv", "out.json"):
        assert xlform("query", statement, "--data", folder, "-o", tmp_path / name).returncode == 0
    assert exact in (tmp_path / "out.csv").read_text(encoding="utf-8-sig").split()
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == [{"money": exact}]


def test_the_folder_is_found_or_asked_for(folder: Path, tmp_path: Path) -> None:
    assert find_data(folder) == folder
    assert find_data(folder.parent) == folder
    with pytest.raises(FileProblem, match="没有汇总数据"):
        find_data(tmp_path)


def xlform(*arguments: str | Path, language: str = "zh") -> Completed:
    return run(*arguments, language=language, env={"COLUMNS": "60"})


def test_a_table_for_the_terminal(folder: Path) -> None:
    statement = "select file, item, amount from expenses order by file, form, row limit 3"
    done = xlform("query", statement, "--data", folder)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["file", "item", "amount"]
    assert len(lines) == 5
    assert all(width(line) <= 60 for line in lines)
    assert done.stderr == "共 3 行。\n"


def test_csv_and_json_in_a_file(folder: Path, tmp_path: Path) -> None:
    statement = "select '=1+1' as text, 1.50::decimal(9,2) as money, null as nothing, -5 as less"
    for name in ("out.csv", "out.json"):
        assert xlform("query", statement, "--data", folder, "-o", tmp_path / name).returncode == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1] == ["'=1+1", "1.5", "", "-5"]
    (row,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert row == {"text": "=1+1", "money": "1.5", "nothing": None, "less": -5}


def test_without_a_statement_the_tables_are_listed(folder: Path) -> None:
    done = start("query", "--data", folder)
    assert done.returncode == 0
    assert "fund_direction" in done.stdout


def test_exit_codes_and_sentences(folder: Path, tmp_path: Path) -> None:
    assert xlform("query", "selec", "--data", folder).returncode == 3
    assert xlform("query", "select 1", "--data", tmp_path).returncode == 3
    wrong = xlform("query", "select 1", "--data", folder, "-o", tmp_path / "x.pdf")
    assert wrong.returncode == 2
    failing = xlform(
        "query", "select cast(unit as integer) from forms", "--data", folder,
        "-o", tmp_path / "y.csv", language="en",
    )  # fmt: skip
    assert failing.returncode == 3
    assert failing.stderr.startswith("The query can't be answered")
    assert len(failing.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
