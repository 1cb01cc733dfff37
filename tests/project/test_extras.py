"""Without an extra, one sentence says what to install; nothing else is lost."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import xlform
from xlform.__main__ import main
from xlform.errors import XlformError

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder, written while the packages were there."""
    folder = tmp_path_factory.mktemp("data")
    xlform.summarize([SAMPLE], folder / "汇总.xlsx", data=folder / "数据", cache=False, jobs=1)
    return folder / "数据"


@pytest.fixture
def _without_data_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    missing = {"pyarrow", "duckdb"}
    monkeypatch.setattr(
        "xlform.files.extras.find_spec", lambda name: None if name in missing else find(name)
    )


@pytest.mark.usefixtures("_without_data_packages")
def test_parquet_query_and_data_name_the_extra(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(tmp_path / "汇总.xlsx")
    runs = [
        ["import", str(SAMPLE), "--format", "parquet", "-o", str(tmp_path / "明细")],
        ["query", "select 1", "--data", str(data)],
        ["summarize", str(SAMPLE), "-o", output, "--data", str(tmp_path / "数据")],
    ]
    for arguments in runs:
        assert main(arguments) == 3
        assert 'pip install "xlform-jixiao[data]"' in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.usefixtures("_without_data_packages")
def test_everything_else_works_without_it(tmp_path: Path) -> None:
    made = xlform.summarize([SAMPLE], tmp_path / "汇总.xlsx", cache=False, jobs=1)
    assert made.problems == ()
    with pytest.raises(XlformError, match="pyarrow"):
        xlform.summarize([SAMPLE], tmp_path / "汇总.xlsx", data=tmp_path / "数据", cache=False)


def test_frames_without_pandas_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlform.files.extras.find_spec", lambda _: None)
    with pytest.raises(XlformError, match="pip install pandas"):
        xlform.read(SAMPLE).frames()


def test_the_page_names_its_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("xlform.files.extras.find_spec", lambda _: None)
    assert main(["serve", "--no-browser"]) == 3
    assert 'pip install "xlform-jixiao[serve]"' in capsys.readouterr().err
