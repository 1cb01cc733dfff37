"""Rules of arithmetic."""

from xlform.rules.arithmetic import magnitude as magnitude
from xlform.rules.arithmetic import plausible as plausible
from xlform.rules.arithmetic import related as related
from xlform.rules.arithmetic import totals as totals
