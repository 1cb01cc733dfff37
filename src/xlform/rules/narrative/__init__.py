"""Rules of the narrative 编报说明: what it says against the forms, and what it must hold."""

from xlform.rules.narrative import amounts as amounts
from xlform.rules.narrative import branches as branches
from xlform.rules.narrative import complete as complete
from xlform.rules.narrative import duties as duties
from xlform.rules.narrative import purposes as purposes
from xlform.rules.narrative import results as results
from xlform.rules.narrative import staff_pay as staff_pay
