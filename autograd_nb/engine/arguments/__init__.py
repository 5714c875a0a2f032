"""What PyTorch's functions accept, and what they say to anything else."""
