"""The main part of a .docx: paragraphs, tables, numbering, and the styles of our own documents."""
