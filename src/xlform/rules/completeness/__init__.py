"""Rules of completeness."""
from xlform.rules.completeness import required_fields as required_fields
