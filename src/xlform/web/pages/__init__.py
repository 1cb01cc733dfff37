"""Handlers of the pages, one module a page: read the request, call, render."""
