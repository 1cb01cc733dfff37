"""Scanned and photographed pages: ruled lines to a grid, text cell by cell.

A page is made upright and even, its ruled lines give the cells and their merges, the text of each
cell is recognised by itself. Libraries of the extra ``scan`` are used in a separate process.
"""
