"""Packages of office programs (ECMA-376): reading, editing, filling of blanks, Word documents."""
