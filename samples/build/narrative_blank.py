"""The blank narrative 编报说明: headings and fixed sentences, and where each value goes."""

from __future__ import annotations

from pathlib import Path

from xlform.report.letter_page import Page

_TITLE = "部门整体支出绩效目标表编报说明"


def write_narrative_blank(folder: Path) -> Path:
    """Write ``blank.docx`` into the narrative's folder; ``{name|words}`` is a value's place.

    The words after the bar stand there, marked, where the value is not known.
    """
    page = Page(_TITLE)
    page.title(f"{{year|【待填：年度】}}年{_TITLE}")
    _about(page)
    page.heading("二、年度重点工作计划")
    page.text("{year|【待填：年度】}年，我单位将重点抓好以下工作：")
    page.heading("（{work_plan.number}）{work_plan.item|【待填：重点工作】}", inner=True)
    page.text(
        "{work_plan.goal|【待填：工作目标和措施】}（{work_plan.responsible|【待填：责任单位】}负责）"
    )
    _projects(page)
    path = folder / "blank.docx"
    path.write_bytes(page.written())
    return path


def _about(page: Page) -> None:
    page.heading("一、基本信息")
    page.text("1.填报单位（盖章）：{unit|【待填：填报单位】}。")
    page.text("2.预算收支出情况")
    page.text(
        "{year|【待填：年度】}年收入{income_total|【待填：收入合计】}万元，"
        "其中：财政拨款收入{fiscal_income|【待填：财政拨款收入】}万元，"
        "其他资金来源{other_income|【待填：其他资金来源】}万元。"
    )
    page.text(
        "{year|【待填：年度】}年支出{expenditure_total|【待填：支出合计】}万元，"
        "其中：基本支出{basic_expenditure|【待填：基本支出】}万元，"
        "项目支出{project_expenditure|【待填：项目支出】}万元。"
    )
    page.text("3.部门职能职责概述：{duties|【待填：部门职能职责概述】}")


def _projects(page: Page) -> None:
    page.heading("三、年度绩效指标")
    page.text(
        "{unit|【待填：填报单位】}{year|【待填：年度】}年项目支出"
        "{projects_total|【待填：项目支出合计】}万元。"
        "其中财政拨款支出{projects_fiscal|【待填：财政拨款支出】}万元，"
        "其他资金支出{projects_other|【待填：其他资金支出】}万元。如下："
    )
    page.heading("（{projects.number}）{projects.name|【待填：项目名称】}", inner=True)
    page.text(
        "项目支出{projects.amount|【待填：项目金额】}万元，"
        "主要用于{projects.purpose|【待填：主要用途】}。"
        "项目实施及绩效情况如下：{projects.goal|【待填：项目实施及绩效情况】}。"
        "主要绩效指标：{projects.indicators|【待填：主要绩效指标】}。"
    )
