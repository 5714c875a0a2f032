"""The autograd engine, on NumPy and the standard library: autograd can be learned from this folder alone."""
