"""Rules of arithmetic."""

from xlform.rules.arithmetic import basis_costs as basis_costs
from xlform.rules.arithmetic import basis_equations as basis_equations
from xlform.rules.arithmetic import basis_style as basis_style
from xlform.rules.arithmetic import basis_sums as basis_sums
from xlform.rules.arithmetic import magnitude as magnitude
from xlform.rules.arithmetic import plausible as plausible
from xlform.rules.arithmetic import related as related
from xlform.rules.arithmetic import totals as totals
