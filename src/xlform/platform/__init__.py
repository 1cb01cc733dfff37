"""Import sheet of a 预算管理一体化 platform: one row per indicator (domain.md §4)."""
