"""Rules between the forms of one submission."""

from xlform.rules.crossform import basis_prices as basis_prices
from xlform.rules.crossform import basis_targets as basis_targets
from xlform.rules.crossform import goals as goals
from xlform.rules.crossform import names as names
from xlform.rules.crossform import totals as totals
