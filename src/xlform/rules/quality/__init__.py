"""Rules of the quality of indicators and goals."""

from xlform.rules.quality import comparators as comparators
from xlform.rules.quality import duplicates as duplicates
from xlform.rules.quality import goals as goals
from xlform.rules.quality import names as names
from xlform.rules.quality import standards as standards
from xlform.rules.quality import units as units
from xlform.rules.quality import values as values
