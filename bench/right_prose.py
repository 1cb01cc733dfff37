"""What the rules on wording report in correct prose: 100,000 characters of many trades.

right_prose.txt holds sentences written by hand for some fifty trades. Each goal of the measure is
made of clauses of different trades, with other numbers, until the text is as long as asked for.

    python bench/right_prose.py [CHARACTERS]
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from rule_checks import findings_in, goal_form

PROSE = Path(__file__).with_suffix(".txt")
RULES = ("T-01", "T-02", "T-15", "T-16", "X-20", "D-03", "Q-14")
_SENTENCES_A_GOAL = 3
_NUMBER = re.compile(r"(?<![.\dⅢ])[1-9][0-9]?(?![.\d%])")


def goals(characters: int, chance: random.Random) -> Iterator[str]:
    """Yield goals of sentences of different trades, each sentence once before any again."""
    trades = [line.partition("：")[2] for line in PROSE.read_text(encoding="utf-8").splitlines()]
    sentences = [part for trade in trades for part in re.findall("[^。；]+[。；]", trade)]
    clauses = [clause for sentence in sentences for clause in sentence[:-1].split("，")]
    written = 0
    while written < characters:
        chosen = chance.sample(sentences, _SENTENCES_A_GOAL - 1)
        others = [clause for clause in clauses if not any(clause in one for one in chosen)]
        chosen.append("，".join(dict.fromkeys(chance.sample(others, 4))) + "。")
        goal = "".join(_NUMBER.sub(lambda _: str(chance.randint(2, 99)), one) for one in chosen)
        written += len(goal)
        yield goal


def main() -> None:
    """Print how many goals, how many characters, and what is reported in them."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    reported: Counter[str] = Counter()
    count = characters = 0
    for goal in goals(wanted, random.Random(2023)):  # noqa: S311  (no secret)
        count, characters = count + 1, characters + len(goal)
        for rule in RULES:
            for finding in findings_in(goal_form(goal), rule):
                reported[f"{rule} {finding.message}"] += 1
    print(f"{count} goals, {characters} characters, {sum(reported.values())} findings")
    for message, times in reported.most_common(20):
        print(f"{times:6} {message}")


if __name__ == "__main__":
    main()
