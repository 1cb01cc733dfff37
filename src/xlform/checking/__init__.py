"""Check a file: settings, selection of rules, the runner, findings as JSON."""
