"""Rules of arithmetic."""

from xlform.rules.arithmetic import related as related
from xlform.rules.arithmetic import totals as totals
