"""Templates learnt from official blanks: from the cells of a blank to a proposed declaration."""
