"""Rules on arithmetic (勾稽关系): totals, calculations in 测算, plausible numbers."""
