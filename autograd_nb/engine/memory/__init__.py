"""Where the elements of tensors lie: memory that is shared, within this package and with others."""
