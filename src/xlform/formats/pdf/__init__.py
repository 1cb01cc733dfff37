"""PDF files whose tables are drawn with lines."""
