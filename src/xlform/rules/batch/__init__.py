"""Rules between the submissions of a batch."""

from xlform.rules.batch import claims as claims
from xlform.rules.batch import copies as copies
from xlform.rules.batch import doubles as doubles
from xlform.rules.batch import narratives as narratives
from xlform.rules.batch import neighbours_named as neighbours_named
from xlform.rules.batch import outliers as outliers
from xlform.rules.batch import peer_prices as peer_prices
from xlform.rules.batch import years as years
