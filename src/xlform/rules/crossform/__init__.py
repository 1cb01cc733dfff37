"""Rules between the forms of one submission."""

from xlform.rules.crossform import basis_prices as basis_prices
from xlform.rules.crossform import basis_targets as basis_targets
from xlform.rules.crossform import coverage as coverage
from xlform.rules.crossform import dates as dates
from xlform.rules.crossform import formats as formats
from xlform.rules.crossform import goals as goals
from xlform.rules.crossform import indicators as indicators
from xlform.rules.crossform import names as names
from xlform.rules.crossform import promises as promises
from xlform.rules.crossform import totals as totals
from xlform.rules.crossform import unit_name as unit_name
