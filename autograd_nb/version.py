"""`torch.version`: the PyTorch release whose behaviour is reproduced, and that there is no accelerator."""

__version__ = "2.7.0"
debug = False
cuda = hip = xpu = git_version = None

__all__ = ["__version__", "cuda", "debug", "git_version", "hip", "xpu"]
