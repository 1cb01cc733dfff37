"""The blank narrative 编报说明: headings and fixed sentences, and where each value goes."""

from __future__ import annotations

from pathlib import Path

from xlform.report.letter_page import LetterPage

_TITLE = "部门整体支出绩效目标表编报说明"


def write_narrative_blank(folder: Path) -> Path:
    """Write ``blank.docx`` into the narrative's folder; ``{name}`` is a value's place."""
    page = LetterPage(_TITLE)
    page.title(f"{{year}}年{_TITLE}")
    page.heading("一、基本信息")
    page.text("1.填报单位（盖章）：{unit}。")
    page.text("2.预算收支出情况")
    page.text(
        "{year}年收入{income_total}万元，其中：财政拨款收入{fiscal_income}万元，"
        "其他资金来源{other_income}万元。"
    )
    page.text(
        "{year}年支出{expenditure_total}万元，其中：基本支出{basic_expenditure}万元，"
        "项目支出{project_expenditure}万元。"
    )
    page.text("3.部门职能职责概述：{duties}")
    page.heading("二、年度重点工作计划")
    page.text("{plan}")
    page.heading("三、年度绩效指标")
    page.text(
        "{unit}{year}年项目支出{projects_total}万元。"
        "其中财政拨款支出{projects_fiscal}万元，其他资金支出{projects_other}万元。如下："
    )
    page.heading("（{projects.number}）{projects.name}", level=2)
    page.text(
        "项目支出{projects.amount}万元，主要用于{projects.purpose}"
        "项目实施及绩效情况如下：{projects.performance}"
    )
    path = folder / "blank.docx"
    path.write_bytes(page.written())
    return path
