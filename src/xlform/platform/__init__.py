"""The sheet that a 预算管理一体化 platform imports: a row an indicator (domain.md §4)."""
