"""Functions of a spreadsheet that are computed here; others are refused by name."""

from xlform.formula.functions import aggregates as aggregates
from xlform.formula.functions import arithmetic as arithmetic
from xlform.formula.functions import conditional as conditional
from xlform.formula.functions import dates as dates
from xlform.formula.functions import logic as logic
from xlform.formula.functions import lookup as lookup
from xlform.formula.functions import places as places
from xlform.formula.functions import subtotals as subtotals
from xlform.formula.functions import texts as texts
from xlform.formula.functions.registry import FUNCTIONS as FUNCTIONS
