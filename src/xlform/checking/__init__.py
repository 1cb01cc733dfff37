"""The verb ``check``: settings, selection of rules, the runner, findings as JSON."""
