"""Write templates/parsed.json, the parsed copy of the templates that xlform loads faster.

``python docs/make_parsed.py`` after a change of a template or word list; without it the changed
file is parsed each time. ``tests/template/test_parsed_copy.py`` compares both.
"""

from __future__ import annotations

from xlform.model.resources import shipped_templates
from xlform.model.toml_files import PARSED_FILE, parsed_files

if __name__ == "__main__":
    folder = shipped_templates()
    (folder / PARSED_FILE).write_bytes(parsed_files(folder))
