"""Put the figures of the hostile corpus and of fuzzing into SECURITY.md.

``python docs/make_security.py`` takes them from ``bench/hostile_files.txt`` and
``bench/fuzzing.txt``; the suite compares the page with what this would write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "SECURITY.md"
_END: Final = "<!-- end -->"
_MARK: Final = "<!-- {}, by docs/make_security.py -->\n"
_HOSTILE: Final = {
    "files": "文件", "honest": "其中正当而极端、应当读出的", "runs": "运行次数",
    "most CPU": "一次运行最多用的 CPU（秒，不得超过 5）",
    "most memory": "一次运行最多用的内存（MiB，不得超过 512）",
    "traceback": "抛出异常", "internal error": "内部出错", "exit code": "别的退出码",
    "sentence": "拒绝时不是一句话", "CPU": "超过 CPU", "memory": "超过内存",
    "neighbour": "连累了旁边的好文件", "refused": "正当的文件被拒绝",
    "control characters": "屏幕上有控制符",
}  # fmt: skip
_FUZZING: Final = {
    "hours": "小时（钟上的，一个进程，机器上还有别的事）", "executions": "输入",
    "targets": "读法和文法", "failures": "发现并改好的毛病",
}  # fmt: skip


def page(text: str) -> str:
    """Return the page with the figures last noted; ``KeyError`` where one is missing."""
    for name, file, labels in (
        ("the hostile files", "hostile_files.txt", _HOSTILE),
        ("fuzzing", "fuzzing.txt", _FUZZING),
    ):
        figures = _noted(ROOT / "bench" / file)
        mark = _MARK.format(name)
        found = re.escape(mark) + ".*?" + re.escape(_END)
        table = "\n".join(["", *_table(figures, labels), "", _END])
        whole = (mark + table).replace("\\", r"\\")
        text = re.sub(found, whole, text, count=1, flags=re.DOTALL)
    return text


def _noted(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def _table(figures: dict[str, str], labels: dict[str, str]) -> Iterator[str]:
    yield f"| {figures['date']} | |"
    yield "|---|---|"
    yield from (f"| {label} | {_grouped(figures[key])} |" for key, label in labels.items())


def _grouped(figure: str) -> str:
    return f"{int(figure):,}" if figure.isdecimal() else figure


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
