"""The words around a number: data, so that a district's habit is one entry here."""

from __future__ import annotations

from xlform.model.submission import Comparator

# The filer's words for "none": the cell is filled in, the target is not.
NONE = frozenset(
    ("/", "\\", "-", "--", "---", "~", "无", "暂无", "没有", "不适用", "不涉及", "N/A", "n/a", "NA")
)

# Signs before a number. ˃ ˂ 〉 》 are what input methods offer beside > and <; ≮ and ≯ are "not".
SIGNS: dict[str, Comparator] = {
    "≥": ">=", "≧": ">=", "⩾": ">=", "≽": ">=", "⪰": ">=", ">=": ">=", "=>": ">=", "≮": ">=",
    "≤": "<=", "≦": "<=", "⩽": "<=", "≼": "<=", "⪯": "<=", "<=": "<=", "=<": "<=", "≯": "<=",
    ">": ">", "˃": ">", "〉": ">", "》": ">", "›": ">", "⟩": ">",
    "<": "<", "˂": "<", "〈": "<", "《": "<", "‹": "<", "⟨": "<",
    "=": "=", "==": "=",
}  # fmt: skip
PREFIXES: dict[str, Comparator] = {
    "大于等于": ">=", "大于或等于": ">=", "高于等于": ">=", "不低于": ">=", "不少于": ">=",
    "不小于": ">=", "不得低于": ">=", "不得少于": ">=", "至少": ">=", "最少": ">=", "最低": ">=",
    "小于等于": "<=", "小于或等于": "<=", "低于等于": "<=", "不超过": "<=", "不高于": "<=",
    "不大于": "<=", "不多于": "<=", "不得超过": "<=", "不得高于": "<=", "至多": "<=", "最多": "<=",
    "最高": "<=", "控制在": "<=",
    "大于": ">", "高于": ">", "多于": ">", "超过": ">",
    "小于": "<", "低于": "<", "少于": "<", "不足": "<",
    "等于": "=",
}  # fmt: skip
# 以上 and 以下 count the number itself (民法典 art. 1259). 控制在 yields: 控制在90%以上 is ≥.
SUFFIXES: dict[str, Comparator] = {
    "以上": ">=", "及以上": ">=", "或以上": ">=", "(含)以上": ">=", "以上(含)": ">=",
    "以下": "<=", "及以下": "<=", "或以下": "<=", "(含)以下": "<=", "以下(含)": "<=",
    "以内": "<=", "之内": "<=", "内": "<=",
    "左右": "=", "上下": "=", "之间": "=",
}  # fmt: skip
YIELDING = "控制在"

# How firm or final a figure is. An amount keeps these words beside it: only a reviewer can say
# whether an estimate, an upper bound or a sum of others will do where an amount is asked.
ESTIMATES = ("大约", "约", "预计", "预估", "估计", "暂估", "计划", "近")
TOTALS = ("共计", "共", "合计", "总计", "累计")

# Words before a number that leave it what it is: they say that it is to be reached, or repeat the
# name of the indicator. No others are skipped. 增长5%, 提高10个百分点 and 下降3% stay qualitative:
# they count from a base the cell does not name, so that "5%" alone would say something else.
FILLERS = (
    "达到", "达", "实现", "完成", "保持在", "保持", "维持在", "稳定在", "在", "为",
    "大约", "约", "预计", "计划", *TOTALS, "全年", "全年共", "年度",
    "完成率", "覆盖率", "合格率", "达标率", "及时率", "到位率", "满意度", "满意率",
)  # fmt: skip
# Words after the number that likewise only say that it is to be reached (100%完成, 0投诉).
TAILS = (
    "完成", "全部完成", "覆盖", "全覆盖", "达标", "合格", "到位",
    "事故", "投诉", "上访", "发生", "死亡",
)  # fmt: skip
# Words that only say a day is to be kept.
DAY_FILLERS = (
    "截止到", "截至到", "截止", "截至", "不晚于", "不迟于", "最迟", "≤", "<=", "=",
    "于", "在", "到",
)  # fmt: skip
DAY_TAILS = ("完成", "全部完成", "全面完成", "完工", "竣工", "办结", "到位", "完成到位")

# 每日2次 is 2次/日, 每人500元 is 500元/人.
EACH = (
    "日", "天", "周", "月", "季度", "季", "学期", "年",
    "人", "户", "次", "村", "社区", "场", "个", "家", "期",
)  # fmt: skip

# A number without a sign is one only before a unit known here, else 12345热线 and 5A级 were read as
# numbers. What is counted may follow a counter (9个社区), not a measure (3年期, 24小时值班).
COUNTERS = (
    "个次人名户家件项套台辆艘架处座栋幢间所只头匹株棵盏张份本册篇期"
    "场批起例宗条段块片根支部门口组队班届轮遍回页枚幅副双对"
)
MEASURES = (
    "人次", "人天", "人日", "人月", "车次", "户次", "场次", "架次", "班次", "台次", "件次", "台班",
    "平方米", "平方公里", "平米", "立方米", "立方", "公里", "千米", "公顷", "公斤", "千克", "毫克",
    "毫升", "厘米", "毫米", "分钟", "小时", "工作日", "个工作日", "个月", "个季度", "个百分点",
    "百分点", "季度", "学期", "学时", "课时", "周岁", "岁", "角", "分", "亩", "顷", "里", "米",
    "吨", "斤", "升", "倍", "成", "天", "日", "周", "年", "季", "秒", "千瓦", "千瓦时", "兆瓦",
    "kg", "g", "mg", "t", "km", "m", "cm", "mm", "m2", "m3", "m²", "m³", "㎡", "㎥", "㎞", "㎏",
    "度", "L", "ml", "mL", "h", "min", "kW", "kWh", "MW", "KW", "KWH", "dB", "℃", "°C", "GB",
    "MB", "TB",
)  # fmt: skip
# What is counted is a short name, never the rest of a sentence: none of these stands in it.
NOT_COUNTED = (
    "并且和与及或而则的了把被将为内外前后以之余多未不无没均各每率零一二两三四五六七八九十百千万亿"
)
NOT_COUNTED_WORDS = (
    "左右", "上下", "完成", "通过", "验收", "办结", "达到", "达标", "合格", "提升", "提高", "增长",
    "下降", "减少", "开展", "进行", "落实", "推进", "确保", "保证", "全覆盖",
)  # fmt: skip
# Numerals that are words: 十分满意, 一起, 一度 count nothing.
ADVERBS = frozenset(
    ("十分", "一起", "一度", "一期", "一道", "一部", "一对", "一班", "一门", "一成")
)
