"""The table of operations, in the order of a calculus course: one row per operation and overload."""
