"""Hundreds of submissions into one: each file a record, the records in a spool on disk."""
