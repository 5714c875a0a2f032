"""The classes of `torch.nn`, by what they are: see each file."""
