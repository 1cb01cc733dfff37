"""The page for a browser: complete in itself, well formed, every value escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from checked import FINDINGS, checked_file, finding

from xlform.checking.baseline import Changes
from xlform.messages import set_language
from xlform.report.checked_file import CheckedFile
from xlform.report.html_page import html_page

VOID = {"meta", "input", "br"}
CHANGES = Changes(dict.fromkeys((one.id for one in FINDINGS), "new"), fixed=FINDINGS[:1])


class Reader(HTMLParser):
    """What stands on a page: its tags, its attributes, its text; tags must nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data


def read(*checked_files: CheckedFile, problems: tuple[str, ...] = ()) -> Reader:
    reader = Reader(html_page(checked_files, problems, "共 1 个文件"))
    assert reader.open == []
    return reader


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("")


def test_the_page_needs_no_network_and_no_script() -> None:
    text = html_page([checked_file(changes=CHANGES)], ["“坏.xlsx”是空文件"], "共 2 个文件")
    assert not re.search(r"https?:|src=|href=|url\(|@import|javascript", text)
    assert not {"script", "link", "img", "iframe", "object"} & set(Reader(text).tags)


def test_it_tells_all_that_was_found() -> None:
    words = read(checked_file(changes=CHANGES), problems=("“坏.xlsx”是空文件",)).words
    for one in FINDINGS:
        assert one.message in words
        assert one.help in words
        assert one.cell in words
    for text in ("新增", "已改 1 处", "未核对 7 项", "“坏.xlsx”是空文件", "社区环境整治"):
        assert text in words
    assert "应为 99，实为 9*11（万元/社区）=90。" in words


def test_every_value_is_escaped() -> None:
    evil = "</td><script>alert('1')</script>&amp;\"<b>"
    sheets = (
        "| 支出方向（子项） | </td><script>x</script> | 所属专项 | 名称 | <b>甲 |\n"
        "| 项目金额 | 5 | ^ | 金额 | 5 |\n| 项目实施期 | 2023年 | < | < | < |\n"
    )
    bad = finding(evil, "B1", evil, sheet="Sheet1", expected=evil, actual=evil, help=evil, id=evil)
    changes = Changes({evil: "kept"}, (bad,), (bad,))
    reader = read(checked_file([bad], (), sheets=sheets, changes=changes), problems=(evil,))
    assert {"script", "b"} & set(reader.tags) == set()
    # Code, message and advice in its row, code and message among the fixed and the not asked, the
    # file not read; numbers that the message says already are not said again.
    assert reader.words.count(evil) == 8
    assert "</td><script>x</script>" in reader.words


def test_each_severity_can_be_hidden_by_its_box() -> None:
    text = html_page([checked_file()], [], "", order="cell")
    for severity, count in (("error", 3), ("warning", 2), ("info", 2)):
        assert f'id="show-{severity}"' in text
        assert f"#show-{severity}:not(:checked)) tr.{severity}" in text
        assert text.count(f'<tr class="{severity}">') == count


def test_the_cell_in_question_stands_out_among_its_neighbours() -> None:
    text = html_page([checked_file()], [], "", order="cell")
    assert text.count('class="marked"') == 5
    assert '<td class="marked">办好民生实事，营造宜居的社区环竟</td>' in text


def test_what_must_be_corrected_is_first_and_hints_are_folded() -> None:
    text = html_page([checked_file()], [], "")
    order = [text.index(f"<summary>{words}") for words in ("必须改正 3 项", "请说明或修改 1 项")]
    assert order == sorted(order)
    assert text.count('<details class="form" open>') == len(order)
    assert '<details class="form"><summary>格式文字 2 项' in text
    short = html_page([checked_file()], [], "", only_errors=True)
    assert "请说明或修改 1 项" in short
    assert "成本指标一行空着" not in short


def test_nothing_found_says_so() -> None:
    assert "没有发现问题。" in read(checked_file((), ())).words


@pytest.mark.usefixtures("english")
def test_english_is_said_on_request() -> None:
    text = html_page([checked_file()], [], "")
    assert '<html lang="en">' in text
    assert "Check of budget-performance forms" in text
