"""Every defect of the submission the sample is made from is reported at its cell, nothing else is.

The submission is a text; a defect is named by its number and by the line of that text (L…). The
tables below are the whole account: what is told and where, what is not and why, what is clean, and
what is told beyond the list of defects, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from rule_checks import DISTRICT, SAMPLE

import xlform
from xlform.formats.source import read_file
from xlform.model.findings import Finding
from xlform.template.store import templates_folder

# defect | line | rule | cell | what is wrong | words the finding must say, where it tells more
EXPECTED = """
D01  | L45  | C-02 | 附表1!A3    | 填报单位空白
D01  | L232 | C-02 | 附表2!A3    | 填报单位空白
D02  | L43  | C-11 | 附表1!A2    | 没有标附表1
D03  | L276 | C-11 | 附表3-1!A2  | 没有标附表3
D03  | L434 | C-11 | 附表3-2!A2  | 没有标附表3
D03  | L557 | C-11 | 附表3-3!A2  | 没有标附表3
D04  | L49  | F-01 | 附表1!E3    | “金额：万元”与“金额单位：万元”不一
D05  | L188 | C-03 | 附表1!A29   | 未签字
D05  | L273 | C-03 | 附表2!A10   | 未签字
D05  | L430 | C-03 | 附表3-1!A28 | 未签字
D05  | L553 | C-03 | 附表3-2!A23 | 未签字
D05  | L702 | C-03 | 附表3-3!A27 | 未签字
D05  | L882 | C-03 | 附表3-4!A27 | 未签字
D09  | L147 | F-03 | 附表1!E22   | 一格两个指标、两个值 | D22
D12  | L393 | T-06 | 附表3-1!B22 | 格末有换行 | 换行
D14  | L45  | T-06 | 附表1!E3    | 格首有换行 | 换行
D14  | L224 | T-06 | 附表2!A1    | 格首有换行 | 换行
D15  | L837 | T-06 | 附表3-4!E19 | 值的前面有换行 | 换行
D20  | L346 | C-04 | 附表3-1!D15 | 成本指标空白 | 成本
D20  | L353 | C-04 | 附表3-1!D16 | 经济效益指标空白 | 经济效益
D20  | L490 | C-04 | 附表3-2!D13 | 成本指标空白 | 成本
D20  | L497 | C-04 | 附表3-2!D14 | 经济效益指标空白 | 经济效益
D20  | L613 | C-04 | 附表3-3!D13 | 成本指标空白 | 成本
D20  | L620 | C-04 | 附表3-3!D14 | 经济效益指标空白 | 经济效益
D20  | L634 | C-04 | 附表3-3!D16 | 生态效益指标空白 | 生态效益
D20  | L807 | C-04 | 附表3-4!D15 | 经济效益指标空白 | 经济效益
D20  | L821 | C-04 | 附表3-4!D17 | 生态效益指标空白 | 生态效益
D21  | L695 | A-07 | 附表3-3!E25 | 算式缺少单价 | 0.6万元/次
D22  | L795 | A-10 | 附表3-4!E13 | 成本5万，明细10万 | 差额5万元
D22  | L802 | A-10 | 附表3-4!E14 | 成本5万，明细10万 | 差额5万元
D22  | L795 | Q-09 | 附表3-4!E13 | 单位只写“万”
D22  | L802 | Q-09 | 附表3-4!E14 | 单位只写“万”
D22  | L795 | Q-10 | 附表3-4!E13 | 成本没有≤
D22  | L802 | Q-10 | 附表3-4!E14 | 成本没有≤
D22  | L850 | A-11 | 附表3-4!E13 | 30万元只有10万元有成本指标 | 路面破损修复
D23  | L594 | X-13 | 附表3-3!E10 | 500元/人与0.03万元/人 | 300元/人
D23  | L688 | X-13 | 附表3-3!E10 | 同一处问题，另一头的单元格 | E24
D24  | L313 | X-14 | 附表3-1!E10 | ≥10次与20次 | E25
D25  | L540 | A-07 | 附表3-2!E20 | “9”没有单位 | “9”没有写单位
D25  | L546 | A-07 | 附表3-2!E21 | 用“约”数测算 | 约30万元
D26  | L670 | A-18 | 附表3-3!E21 | 其他费用没有依据 | 1万元
D26  | L670 | A-19 | 附表3-3!E21 | “万元一次” | 0.2万元/次
D26b | L851 | T-10 | 附表3-4!E21 | “20次20次”连写 | 20次20次
D26c | L699 | X-05 | 附表3-3!D26 | 36与36.00
D26c | L879 | X-05 | 附表3-4!D26 | 30与30.00
D26c | L396 | X-05 | 附表3-1!D22 | 明细取整，总额两位小数 | 95.00
D26c | L539 | X-05 | 附表3-2!D20 | 明细取整，总额两位小数 | 450.00
D26c | L662 | X-05 | 附表3-3!D20 | 明细取整，总额两位小数 | 36.00
D26c | L850 | X-05 | 附表3-4!D21 | 明细取整，总额两位小数 | 30.00
D26d | L396 | X-15 | 附表3-1!C22 | 清运10万元没有产出指标 | 10 万元
D26d | L403 | X-15 | 附表3-1!C23 | 拆建25万元没有产出指标 | 25 万元
D26d | L409 | X-15 | 附表3-1!C24 | 清理20万元没有产出指标 | 20 万元
D26d | L422 | X-15 | 附表3-1!C26 | 绿化30万元没有产出指标 | 30 万元
D26d | L662 | X-15 | 附表3-3!C20 | 党建8万元没有产出指标 | 36 万元中共有 22 万元
D26d | L669 | X-15 | 附表3-3!C21 | 妇联2万元没有产出指标 | 2 万元
D26d | L675 | X-15 | 附表3-3!C22 | 综治7万元没有产出指标 | 7 万元
D26d | L681 | X-15 | 附表3-3!C23 | 城管5万元没有产出指标 | 5 万元
D26d | L319 | X-16 | 附表3-1!D11 | 66名环卫工人没有支出
D26d | L326 | X-16 | 附表3-1!D12 | 每日保洁没有支出
D26d | L600 | X-16 | 附表3-3!D11 | 征兵任务没有支出
D26d | L410 | X-17 | 附表3-1!E24 | 两个专项都列整治清理 | 附表3-3!E23
D26d | L682 | X-17 | 附表3-1!E24 | 同一处问题，另一头的单元格 | 5次
D26d | L857 | X-17 | 附表3-1!E24 | 内容相近的卫生清理 | 附表3-4!E22
D26d | L416 | X-18 | 附表3-1!E25 | 宣传费单价不一 | 0.5万元/次
D26d | L663 | X-18 | 附表3-1!E25 | 宣传费单价不一 | 附表3-3!E20 0.6万元/次
D26d | L670 | X-18 | 附表3-1!E25 | 宣传费单价不一 | 附表3-3!E21 0.2万元/次
D26d | L695 | X-18 | 附表3-1!E25 | 宣传费单价不一 | 附表3-3!E25 0.6万元/次
D27  | L156 | Q-05 | 附表1!E23   | 优化
D27  | L162 | Q-05 | 附表1!E24   | 提升
D27  | L168 | Q-05 | 附表1!E25   | 提升
D27  | L174 | Q-05 | 附表1!E26   | 改善
D27  | L180 | Q-05 | 附表1!E27   | 持续提高
D27  | L362 | Q-05 | 附表3-1!E17 | 提高
D27  | L369 | Q-06 | 附表3-1!E18 | 提升，重复名称里的动词 | 提升
D27  | L376 | Q-05 | 附表3-1!E19 | 较强
D27  | L520 | Q-05 | 附表3-2!E17 | 较强
D27  | L601 | Q-05 | 附表3-3!E11 | 较好完成
D27  | L629 | Q-05 | 附表3-3!E15 | 不断提升
D27  | L643 | Q-05 | 附表3-3!E17 | 不断提高
D27  | L816 | Q-05 | 附表3-4!E16 | 提升
D27  | L830 | Q-05 | 附表3-4!E18 | 长期
D27  | L334 | Q-05 | 附表3-1!E13 | 考核达标，没有标准 | 标准
D27  | L478 | Q-05 | 附表3-2!E11 | 考核达标，没有标准 | 标准
D27  | L506 | Q-05 | 附表3-2!E15 | 考核达标，没有标准 | 标准
D27  | L513 | Q-05 | 附表3-2!E16 | 考核达标，没有标准 | 标准
D27b | L118 | Q-09 | 附表1!E17   | 9/个
D27b | L136 | A-13 | 附表1!E20   | 0，没有单位和符号
D27b | L124 | Q-02 | 附表1!E18   | 100%没有符号
D27b | L650 | Q-02 | 附表3-3!E18 | 95%没有符号、没有“以上”
D27b | L774 | Q-03 | 附表3-4!E10 | 数量指标填“及时处理”
D27b | L320 | Q-09 | 附表3-1!E11 | 人用“个”
D27b | L327 | Q-09 | 附表3-1!E12 | 2次，没有周期
D27b | L117 | Q-08 | 附表1!D17   | 静态事实作数量指标
D27b | L141 | Q-08 | 附表1!D21   | 口号作时效指标
D27b | L512 | Q-08 | 附表3-2!D16 | 口号作生态效益指标
D27b | L593 | Q-08 | 附表3-3!D10 | 单价作数量指标
D27b | L477 | Q-07 | 附表3-2!D11 | 口号作质量指标
D27b | L179 | Q-07 | 附表1!D27   | “和谐社会”作指标
D27b | L781 | T-05 | 附表3-4!E11 | ˃是U+02C3 | U+02C3
D27b | L838 | T-05 | 附表3-4!E19 | ˃是U+02C3 | U+02C3
D27b | L838 | Q-11 | 附表3-4!E19 | 满意度应为≥ | ≥
D27b | L186 | X-12 | 附表1!E28   | 98%高于各支出方向 | 98%以上
D27b | L383 | X-12 | 附表1!E28   | 对照的一头 | 附表3-1 90%以上
D27b | L527 | X-12 | 附表1!E28   | 对照的一头 | 附表3-2 90%以上
D27b | L650 | X-12 | 附表1!E28   | 对照的一头 | 附表3-3 95%
D27b | L782 | Q-12 | 附表3-4!F11 | 历史标准没有往年数 | 往年数
D27b | L775 | Q-12 | 附表3-4!F10 | 其他标准没有说明
D27b | L185 | Q-16 | 附表1!D28   | 满意度都没有调查方式，一次说完 | 5条
D27b | L642 | X-11 | 附表3-3!D17 | 居民幸福指数归两类 | 社会效益
D27c | L578 | Q-14 | 附表3-3!B7  | 圆满完成各项工作
D27c | L581 | Q-14 | 附表3-3!B8  | 提高居民幸福指数，创建和谐社会
D27c | L458 | Q-14 | 附表3-2!B8  | 放在哪里都行的目标
D27c | L758 | Q-14 | 附表3-4!B7  | 放在哪里都行的目标
D27c | L252 | X-04 | 附表2!D6    | 与L297不一致 | 附表3-1
D27c | L253 | X-04 | 附表2!E6    | 与L300不一致 | 附表3-1
D27c | L258 | X-04 | 附表2!D7    | 与L455不一致 | 附表3-2
D27c | L259 | X-04 | 附表2!E7    | 与L458不一致 | 附表3-2
D27c | L264 | X-04 | 附表2!D8    | 与L578不一致 | 附表3-3
D27c | L265 | X-04 | 附表2!E8    | 与L581不一致 | 附表3-3
D27c | L270 | X-04 | 附表2!D9    | 与L758不一致 | 附表3-4
D29  | L458 | T-01 | 附表3-2!B8  | 环竟 | 环境
D30  | L264 | T-01 | 附表2!D8    | 保进 | 促进
D31  | L106 | T-01 | 附表1!D15   | 述求 | 诉求
D32  | L695 | T-01 | 附表3-3!E25 | 民办训练点验 | 民兵
D33  | L455 | T-01 | 附表3-2!B7  | 最大限度的 | 最大限度地
D35  | L135 | T-02 | 附表1!D20   | 事故事故 | 事故
D36  | L505 | T-02 | 附表3-2!D15 | 整句重复 | 整体联动工作机制
D37  | L101 | T-11 | 附表1!D14   | 缺“为”
D37  | L258 | T-10 | 附表2!D7    | 缺逗号
D37  | L259 | T-03 | 附表2!E7    | 句末是逗号 | 没有写完
D39  | L90  | X-08 | 附表1!C12   | 镇自称街道
D39  | L100 | X-08 | 附表1!C14   | 镇自称街道
D39  | L101 | X-08 | 附表1!D14   | 镇自称街道
D39  | L105 | X-08 | 附表1!C15   | 镇自称街道
D39  | L264 | X-08 | 附表2!D8    | 镇自称街道
D39  | L265 | X-08 | 附表2!E8    | 镇自称街道
D39  | L563 | X-08 | 附表3-3!B4  | 镇自称街道
D41  | L101 | T-03 | 附表1!D14   | 综治维稳，城管 | 顿号
D41  | L265 | T-03 | 附表2!E8    | 综治维稳，城管 | 顿号
D41  | L101 | T-12 | 附表1!D14   | 街道网格党建与街道网格、党建 | 附表2!E8
D42  | L252 | T-04 | 附表2!D6    | 半角逗号两处 | 2处
D42  | L758 | T-04 | 附表3-4!B7  | 半角句点
D42  | L96  | T-03 | 附表1!D13   | 句号不一，一次说完 | D13
D42  | L106 | T-03 | 附表1!D13   | 句号不一，一次说完 | D15
D42  | L258 | T-03 | 附表2!D7    | 句号不一，一次说完 | D7
D42  | L264 | T-03 | 附表2!D7    | 句号不一，一次说完 | D8
D42  | L300 | T-03 | 附表3-1!B8  | 句号不一（原文列到“……”）
D42  | L458 | T-03 | 附表3-2!B8  | 句号不一（原文列到“……”）
D43  | L398 | T-13 | 附表3-1!E22 | 乘号写成*，一次说完 | 21处
D44  | L594 | T-06 | 附表3-3!E10 | 全角空格 | 全角空格
D44  | L601 | T-06 | 附表3-3!E11 | 全角空格 | 全角空格
D44  | L608 | T-06 | 附表3-3!E12 | 全角空格 | 全角空格
D44  | L629 | T-06 | 附表3-3!E15 | 全角空格 | 全角空格
D44  | L643 | T-06 | 附表3-3!E17 | 全角空格 | 全角空格
D44  | L650 | T-06 | 附表3-3!E18 | 全角空格 | 全角空格
D44  | L774 | T-06 | 附表3-4!E10 | 全角空格，在前 | 开头
D44  | L788 | T-06 | 附表3-4!E12 | 全角空格 | 全角空格
D45  | L191 | T-06 | 附表1!D30   | 末尾20个空格
D45  | L275 | T-06 | 附表2!D11   | 末尾20个空格
D45  | L433 | T-06 | 附表3-1!E29 | 末尾20个空格
D45  | L556 | T-06 | 附表3-2!E24 | 末尾20个空格
D45  | L705 | T-06 | 附表3-3!E28 | 末尾20个空格
D45  | L885 | T-06 | 附表3-4!E28 | 末尾20个空格
D45  | L259 | T-06 | 附表2!E7    | 末尾有空格
D45  | L528 | T-06 | 附表3-2!F18 | 末尾有空格
D45  | L651 | T-06 | 附表3-3!F18 | 末尾有空格
D46  | L83  | T-07 | 附表1!A11   | 年度重点␣工作计划
D46  | L281 | T-07 | 附表3-1!A4  | 支出方向␣（子项） | （A4）
D46  | L374 | T-07 | 附表3-1!A4  | 可持续影响␣指标 | （C19）
D46  | L386 | T-07 | 附表3-1!A4  | 支出明细及测算␣说明 | （A21）
D46  | L439 | T-07 | 附表3-2!A4  | 支出方向␣（子项） | （A4）
D46  | L518 | T-07 | 附表3-2!A4  | 可持续影响␣指标 | （C17）
D46  | L530 | T-07 | 附表3-2!A4  | 支出明细及测算␣说明 | （A19）
D46  | L562 | T-07 | 附表3-3!A4  | 支出方向␣（子项） | （A4）
D46  | L641 | T-07 | 附表3-3!A4  | 可持续影响␣指标 | （C17）
D46  | L653 | T-07 | 附表3-3!A4  | 支出明细及测算␣说明 | （A19）
D46  | L742 | T-07 | 附表3-4!A4  | 支出方向␣（子项） | （A4）
D46  | L828 | T-07 | 附表3-4!A4  | 可持续影响␣指标 | （C18）
D46  | L841 | T-07 | 附表3-4!A4  | 支出明细及测算␣说明 | （A20）
D46  | L279 | T-06 | 附表3-1!E3  | 金额单位前10个空格 | 开头
D46  | L437 | T-06 | 附表3-2!E3  | 金额单位前10个空格 | 开头
D46  | L560 | T-06 | 附表3-3!E3  | 金额单位前10个空格 | 开头
D46  | L740 | T-06 | 附表3-4!E3  | 金额单位前10个空格 | 开头
D48  | L191 | T-09 | 附表1!D30   | 联系人和电话
D48  | L275 | T-09 | 附表2!D11   | 联系人和电话
D48  | L433 | T-09 | 附表3-1!E29 | 联系人和电话
D48  | L556 | T-09 | 附表3-2!E24 | 联系人和电话
D48  | L705 | T-09 | 附表3-3!E28 | 联系人和电话
D48  | L885 | T-09 | 附表3-4!E28 | 联系人和电话
"""

PROSE = "只在编报说明（Word 文稿）中，表格里没有"
WORD = "Word 排版，工作簿里没有"
PRINTED = "官方表样就这样印"
# defect | line | why it is no finding | rules (* any) and cells that stay silent, or the words
# (无“…”) that stand in no cell
NOT_REPORTED = f"""
D06  | 各表 | 官方表样没有填报日期栏，不能要求填 |
D07  | L56  | {PRINTED}：名称和数在同一格 | *@附表1!B5
D08  | L63  | {PRINTED}：用空格表示层次 | *@附表1!B7 *@附表1!B8 *@附表1!B9 *@附表1!D8
D10  | 各表 | {PRINTED}：各段列数不同，按标签读取 | F-08@附表3-1!A21 F-09@附表3-1!A2
D11  | L245 | {PRINTED}：附表2合计在前，附表3合计在后 | *@附表2!B5 *@附表2!C5 F-11@附表2!A5
D13  | L276 | {WORD}：表与表之间没有空行 | *@附表3-1!A1
D16  | L193 | {WORD}：用空行分页 |
D25  | L546 | “9个社区每月”是文字说明，30万元×12月成立 | A-08@附表3-2!D21 A-09@附表3-2!E21
D27c | L271 | 与L761只差句末的句号，不算不一致 | X-04@附表2!E9
D28  | L40  | {PROSE} | 无“拔付”
D33  | L38  | {PROSE}（L455在表内，已说） |
D34  | L38  | {PROSE} | 无“主要用于主要用于”
D37  | L25  | {PROSE} | 无“数10户”
D37  | L40  | {PROSE} | 无“街道办民办”
D37  | L8   | {PROSE}：两处职责文字不同 | *@附表1!B10
D38  | L29  | {PROSE} | 无“卫计”
D38  | L40  | {PROSE}（同一旧名称在表内的，见另表） |
D38  | L14  | {PROSE} | 无“示范区”
D39  | L38  | {PROSE} | 无“社区账街道代管”
D39  | L40  | {PROSE} | 无“街道妇联组织”
D40  | L36  | {PROSE} | 无“全市典型推介”
D40  | L40  | {PROSE} | 无“99.98%”
D40  | L42  | {PROSE} | 无“良好的社会效益”
D42  | L40  | {PROSE} | 无“幸福感,”
D45  | L19  | {PROSE} |
D45  | L29  | {PROSE} |
D45  | L31  | {PROSE} |
D46  | L238 | {PRINTED}：名␣␣称 | *@附表2!B4
D46  | L239 | {PRINTED}：金␣␣额 | *@附表2!C4
D46  | L244 | {PRINTED}：合␣␣计 | *@附表2!B5
D46  | L426 | {PRINTED}：合␣␣计 | *@附表3-1!B27
D46  | L549 | {PRINTED}：合␣␣计 | *@附表3-2!B22
D46  | L698 | {PRINTED}：合␣␣计 | *@附表3-3!B26
D46  | L878 | {PRINTED}：合␣␣计 | *@附表3-4!B26
D46  | L35  | {PROSE}：“（1） ”后的空格 | 无“（1） ”
D47  | L43  | {WORD}：表名前的空格和制表符 | T-06@附表1!A2
D47  | L276 | {WORD} | T-06@附表3-1!A2
D47  | L434 | {WORD} | T-06@附表3-2!A2
D47  | L557 | {WORD} | T-06@附表3-3!A2
"""

# What the rules' own list of examples names beyond the defects: predicate | line | rule | cell
PREDICATES = """
D10 | L544 | D-10 | 附表3-2!C21 | 工资及社保360万元，占社区经费的80%
C09 | L117 | C-09 | 附表1!C17   | 数量指标只有一条
Q04 | L156 | Q-04 | 附表1!A2    | 定性5/13（全部43条中19条）
Q04 | L334 | Q-04 | 附表3-1!A2  | 定性4/9
Q04 | L478 | Q-04 | 附表3-2!A2  | 定性4/7，过半
Q04 | L601 | Q-04 | 附表3-3!A2  | 定性3/6
Q04 | L774 | Q-04 | 附表3-4!A2  | 定性3/8
Q07 | L333 | Q-07 | 附表3-1!D13 | 名称是要求
Q07 | L505 | Q-07 | 附表3-2!D15 | 名称是67字的句子
Q07 | L780 | Q-07 | 附表3-4!D11 | 名称是要求
Q07 | L829 | Q-07 | 附表3-4!D18 | 名称是要求
Q15 | L294 | Q-15 | 附表3-1!B8  | 实施期只有一年，两个目标不同，一次说完
X06 | L96  | X-06 | 附表1!D13   | 四个专项只有一个一致
X06 | L101 | X-06 | 附表1!D14   | 四个专项只有一个一致
X06 | L106 | X-06 | 附表1!D15   | 四个专项只有一个一致
X07 | L440 | X-07 | 附表3-2!B4  | 只有一个支出方向，名称不同
X07 | L563 | X-07 | 附表3-3!B4  | 只有一个支出方向，名称不同
X07 | L743 | X-07 | 附表3-4!B4  | 只有一个支出方向，名称不同
X19 | L253 | X-19 | 附表2!E6    | 承诺旅游，经济效益空白
"""

# Told beyond both lists: line | rule | cell | why it is deserved
EXTRA = """
L101 | T-08 | 附表1!D14   | “计生”与D38同，只是写在表内
L265 | T-08 | 附表2!E8    | “计生”与D38同，只是写在表内
L259 | T-10 | 附表2!E7    | “提供……支持推动……”之间读不断，与D37的L258同类
L628 | Q-07 | 附表3-3!D15 | “促进社会和谐”与D27b的“和谐社会”同类
L815 | Q-07 | 附表3-4!D16 | 四个短句作名称，与Q07所列L780、L829同类
L850 | X-15 | 附表3-4!C21 | 路面修复占30万元的三分之一，产出指标没有提到，与D26d同类
"""

# A01–A06, A08, A12, X01–X03, X09 and X10 hold in the submission: 611 = 95 + 450 + 36 + 30 …
CLEAN = (
    "A-01", "A-02", "A-03", "A-04", "A-05", "A-06", "A-08", "A-12",
    "X-01", "X-02", "X-03", "X-09", "X-10",
)  # fmt: skip

# What deserves a warning among the samples of the district, which are clean but for their layout.
DISTRICT_WARNINGS = {
    "卫生健康局": (
        "F-02",
        "金额存为文本（README 所列）",
        """
        附表1!C7   附表1!E7   附表1!C8    附表1!E8    附表1!C9
        附表2!C5   附表2!C6   附表2!C7    附表2!C8
        附表3-1!B5 附表3-1!F5 附表3-1!D20 附表3-1!D21
        附表3-2!B5 附表3-2!F5 附表3-2!D20 附表3-2!D21
        附表3-3!B5 附表3-3!F5 附表3-3!D22 附表3-3!D23 附表3-3!D24
        """,
    ),
    "松塘镇": (
        "F-08",
        "栏目名称有错字（README 所列）",
        "附表1!C14 附表3-1!C9 附表3-1!E21 附表3-2!C9 附表3-2!E21",
    ),
}


class Row(NamedTuple):
    """An expected finding; ``says`` are words of its message."""

    item: str
    line: str
    code: str
    place: str
    why: str
    says: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.code, self.place


def rows(table: str) -> list[Row]:
    lines = table.strip().splitlines()
    return [Row(*(part.strip() for part in line.split("|"))) for line in lines]


DEFECTS = rows(EXPECTED)
SEEDED = rows(PREDICATES)
MORE = rows("\n".join(f"+ | {line}" for line in EXTRA.strip().splitlines()))
SILENT = [
    [part.strip(" ") for part in line.split("|")] for line in NOT_REPORTED.strip().splitlines()
]


@lru_cache(maxsize=1)
def reported() -> dict[tuple[str, str], Finding]:
    """Return the findings of the sample by rule and cell."""
    report = xlform.check(SAMPLE)
    crashed = [skipped for skipped in report.not_asked if skipped.reason == "crashed"]
    assert not crashed, crashed
    keys = [(finding.code, f"{finding.sheet}!{finding.cell}") for finding in report.findings]
    assert len(keys) == len(set(keys)), "a rule reports one cell twice"
    return dict(zip(keys, report.findings, strict=True))


def named(row: Row) -> str:
    return f"{row.item} {row.line} {row.code}"


# Every defect a workbook can carry


@pytest.mark.parametrize("row", DEFECTS, ids=named)
def test_the_defect_is_reported_at_its_cell(row: Row) -> None:
    found = reported().get(row.key)
    elsewhere = [place for code, place in reported() if code == row.code]
    assert found, f"{row.item} {row.line} {row.why}: {row.key} is missing; told at {elsewhere}"
    assert row.says in found.message, f"{row.item} {row.line} {row.why}: {found.message}"


def test_the_account_covers_every_defect() -> None:
    numbers = [*(f"D{n:02}" for n in range(1, 49) if n not in (17, 18, 19))]
    accounted = {row.item for row in DEFECTS} | {row[0] for row in SILENT}
    assert accounted == {*numbers, "D26b", "D26c", "D26d", "D27b", "D27c"}


# Those that are no findings


@pytest.mark.parametrize("row", SILENT, ids=lambda row: f"{row[0]} {row[1]}")
def test_what_is_no_finding_is_not_reported(row: list[str]) -> None:
    item, line, reason, guards = row
    assert reason, f"{item} {line} is left out without a reason"
    for guard in guards.split(" ") if "@" in guards else ():
        code, _, place = guard.partition("@")
        violations = [key for key in reported() if key[1] == place and code in {"*", key[0]}]
        assert violations == [], f"{item} {line}: {reason}"
    for words in re.findall("无“(.*?)”", guards):
        held = [text for text in cells(SAMPLE) if words in text]
        assert held == [], f"{item} {line}: {reason}, says the account"


def test_the_official_blanks_print_what_is_stated_of_them() -> None:
    blanks = sorted((templates_folder() / "shifeng-2023").glob("*/blank.xlsx"))
    printed = [text for blank in blanks for text in cells(blank)]
    for text in ("名  称", "金  额", "合  计", "资金总额：", "其他资金", "项目支出"):
        assert any(text in item for item in printed), text
    assert not any("日期" in item for item in printed)


def cells(path: Path) -> Iterator[str]:
    _, grid = read_file(path)
    return (cell.text for sheet in grid.sheets for cell in sheet.cells.values())


# What is clean


@pytest.mark.parametrize("code", CLEAN)
def test_what_holds_stays_silent(code: str) -> None:
    assert [key for key in reported() if key[0] == code] == []


def test_one_equation_of_21_is_incomplete() -> None:
    report = xlform.check(SAMPLE, select=["A-07", "A-08", "A-09"])
    grave = [finding for finding in report.findings if finding.severity != "info"]
    assert [(item.code, item.sheet, item.cell) for item in grave] == [("A-07", "附表3-3", "E25")]
    # The two hints are on spelling (D25): both products hold.
    hints = [
        (finding.sheet, finding.cell) for finding in report.findings if finding.severity == "info"
    ]
    assert hints == [("附表3-2", "E20"), ("附表3-2", "E21")]


# Nothing beyond


def test_no_finding_is_unexplained() -> None:
    explained = {row.key for row in (*DEFECTS, *SEEDED, *MORE)}
    beyond = [f"{code} {place}: {reported()[code, place].message}" for code, place in reported()]
    beyond = [text for text, key in zip(beyond, reported(), strict=True) if key not in explained]
    assert beyond == [], "a false alarm, or a finding to be given its reason"


@pytest.mark.parametrize("row", [*SEEDED, *MORE], ids=named)
def test_what_is_explained_is_reported(row: Row) -> None:
    assert row.key in reported(), row
    assert row.why, f"{row.key} is told beyond the lists without a reason"


def test_each_explanation_is_given_once() -> None:
    keys = [row.key for row in (*SEEDED, *MORE)]
    assert len(keys) == len(set(keys))
    assert {row.key for row in DEFECTS} & set(keys) == set()


# The district


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_has_no_error_and_these_warnings(path: Path) -> None:
    report = xlform.check(path)
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    code, _, places = DISTRICT_WARNINGS.get(path.stem, ("", "", ""))
    warned = [(finding.code, f"{finding.sheet}!{finding.cell}") for finding in report.findings
              if finding.severity == "warning"]  # fmt: skip
    assert sorted(warned) == sorted((code, place) for place in places.split())


def test_the_districts_warnings_are_of_known_units() -> None:
    assert set(DISTRICT_WARNINGS) <= {path.stem for path in DISTRICT}
