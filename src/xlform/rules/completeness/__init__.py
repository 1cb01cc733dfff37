"""Rules of completeness; C-12 is asked of the narrative and stands with the narrative's rules."""

from xlform.rules.completeness import (
    appendix_label as appendix_label,
)
from xlform.rules.completeness import (
    expense_rows as expense_rows,
)
from xlform.rules.completeness import (
    form_set as form_set,
)
from xlform.rules.completeness import (
    indicator_counts as indicator_counts,
)
from xlform.rules.completeness import (
    indicator_rows as indicator_rows,
)
from xlform.rules.completeness import (
    placeholders as placeholders,
)
from xlform.rules.completeness import (
    required_fields as required_fields,
)
