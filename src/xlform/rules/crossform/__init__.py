"""Rules between the forms of one submission."""

from xlform.rules.crossform import goals as goals
from xlform.rules.crossform import names as names
from xlform.rules.crossform import totals as totals
