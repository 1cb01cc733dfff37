"""Old name of :mod:`xlform.inquiry`, kept until nothing imports it: it hides the verb."""

from __future__ import annotations

from xlform.inquiry import Checked as Checked
from xlform.inquiry import Subject as Subject
from xlform.inquiry import check as check
from xlform.inquiry import in_order as in_order
