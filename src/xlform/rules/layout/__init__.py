"""Rules of format and layout, and all that the reader had to repair or leave open."""

from xlform.rules.layout import amounts as amounts
from xlform.rules.layout import entries as entries
from xlform.rules.layout import formulas as formulas
from xlform.rules.layout import money_unit as money_unit
from xlform.rules.layout import parts as parts
from xlform.rules.layout import rows as rows
from xlform.rules.layout import unread as unread
