"""Rules of wording, punctuation and signs."""

from xlform.rules.text import about as about
from xlform.rules.text import blanks as blanks
from xlform.rules.text import labels as labels
from xlform.rules.text import listing as listing
from xlform.rules.text import multiplication as multiplication
from xlform.rules.text import personal as personal
from xlform.rules.text import punctuation as punctuation
from xlform.rules.text import repetition as repetition
from xlform.rules.text import sentences as sentences
from xlform.rules.text import signs as signs
from xlform.rules.text import words as words
