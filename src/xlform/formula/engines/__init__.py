"""Formula engines of others, in a process of their own behind one seam.

What each may be believed in is for :mod:`xlform.formula.quorum` to say.
"""
