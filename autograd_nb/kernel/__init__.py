"""The kernel `autograd_nb`, `torch` as another name of this package, and the magic `%autograd`.

`extension` and `alias` serve every IPython; `kernel` and `__main__` are the kernel's own.
"""
