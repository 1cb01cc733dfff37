"""Writers of submissions into the official blank forms: rows, merges, totals, heights, pages."""
