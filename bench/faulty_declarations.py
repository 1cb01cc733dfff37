"""Measure how many random mistakes in the shipped declarations are told before data is lost.

Each mutation deletes a line, misspells or renames a key, changes the type of a value, or misspells
a label. It counts as lost in silence if what is read from the form's samples changes and neither
``xlform template check`` nor loading the template says anything.

``python bench/faulty_declarations.py [count] [seed]`` prints the share of each kind, and what was
lost in silence.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from xlform.checking.template_check import check_templates
from xlform.errors import XlformError
from xlform.submission.json import to_json
from xlform.submission.read import read
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[1] / "samples"
Mutation = Callable[[random.Random, str], str]


def delete_line(chance: random.Random, text: str) -> str:
    """Delete a line that says something."""
    lines = text.splitlines(keepends=True)
    number = chance.choice([n for n, line in enumerate(lines) if _says_something(line)])
    return "".join(lines[:number] + lines[number + 1 :])


def misspell_key(chance: random.Random, text: str) -> str:
    """Swap two letters of a key."""
    found = chance.choice(list(re.finditer(r"\b([a-z_]{3,})(?= *=)", text)))
    return _replaced(text, found, _swapped(chance, found[0]))


def rename_key(chance: random.Random, text: str) -> str:
    """Replace a key by another that occurs in the file."""
    keys = list(re.finditer(r"\b([a-z_]{3,})(?= *=)", text))
    return _replaced(text, chance.choice(keys), chance.choice(keys)[0])


def change_type(chance: random.Random, text: str) -> str:
    """Replace a value by one of another type."""
    found = chance.choice(list(re.finditer(r"(?<== )(\"[^\"]*\"|true|[0-9]+|\[[^\]\n]*\])", text)))
    others = ('"x"', "3", "true", "[]", '["x"]', "false", "1.5", '""')
    return _replaced(text, found, chance.choice([one for one in others if one != found[0]]))


def misspell_label(chance: random.Random, text: str) -> str:
    """Change a character within a Chinese text."""
    found = chance.choice(list(re.finditer(r"(?<=\")[\u4e00-\u9fff]{2,}(?=\")", text)))
    place = chance.randrange(len(found[0]))
    other = chance.choice("甲乙某其之项等表")
    return _replaced(text, found, found[0][:place] + other + found[0][place + 1 :])


def change_kind(chance: random.Random, text: str) -> str:
    """Replace the kind of a value by another."""
    found = chance.choice(list(re.finditer(r"(?<=, kind = \")[a-z-]+", text)))
    kinds = ("text", "amount", "number", "percent", "target", "date", "tick")
    return _replaced(text, found, chance.choice([kind for kind in kinds if kind != found[0]]))


MUTATIONS: tuple[Mutation, ...] = (
    delete_line, misspell_key, rename_key, change_type, misspell_label, change_kind,
)  # fmt: skip


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _swapped(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _replaced(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]


def samples_by_template() -> dict[str, list[Path]]:
    """Return the sample files in which each shipped template reads a form."""
    found: dict[str, list[Path]] = {}
    for path in sorted(SAMPLES.glob("**/*.xlsx")):
        if "broken" in path.parts:
            continue
        try:
            forms = read(path).forms
        except XlformError:
            continue
        for form in forms:
            paths = found.setdefault(form.template, [])
            if path not in paths and len(paths) < 2:
                paths.append(path)
    return found


def outcome(folder: Path, samples: list[Path], before: list[str]) -> tuple[str, bool]:
    """Return what is said of the templates in a folder, and True if the samples read otherwise."""
    load_templates.cache_clear()
    said = "nothing"
    try:
        if check_templates(folder).faults:
            said = "told"
    except XlformError:
        said = "told"
    try:
        changed = readings(folder, samples) != before
    except XlformError:
        return "refused", True
    return said, changed


def readings(folder: Path, samples: list[Path]) -> list[str]:
    """Return what is read from the samples with the templates of a folder."""
    return [to_json(read(sample, templates=folder)) for sample in samples]


def mutations(count: int, seed: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield mutated declarations: template, name of the mutation, text before and after."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    texts = {
        template.name: (template.folder / "form.toml").read_text(encoding="utf-8")
        for template in load_templates(templates_folder())
    }
    for _ in range(count):
        name = chance.choice(sorted(texts))
        mutation = chance.choice(MUTATIONS)
        yield name, mutation.__name__, texts[name], mutation(chance, texts[name])


def main(count: int = 300, seed: int = 1) -> None:
    """Print the outcomes by kind of mutation, and the mutations lost in silence."""
    samples = samples_by_template()
    outcomes: Counter[tuple[str, str]] = Counter()
    for name, mutation, before, after in mutations(count, seed):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            source = templates_folder() / name
            shutil.copytree(source.parent, folder / source.parent.name)
            plain = readings(folder, samples.get(name, []))
            (folder / name / "form.toml").write_text(after, encoding="utf-8")
            said, changed = outcome(folder, samples.get(name, []), plain)
        silent = said == "nothing" and changed
        outcomes[mutation, "silent" if silent else said if said != "nothing" else "harmless"] += 1
        if silent:
            lines = zip(before.splitlines(), after.splitlines(), strict=False)
            where = next((f"{a!r} -> {b!r}" for a, b in lines if a != b), "")
            print(f"silent: {name} {mutation}: {where}")
    for key, number in sorted(outcomes.items()):
        print(*key, number)
    total = Counter(said for (_, said), number in outcomes.items() for _ in range(number))
    print(dict(total))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
