"""Declarations of forms under templates/, loaded into typed records."""
