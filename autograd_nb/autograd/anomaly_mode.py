"""`torch.autograd.anomaly_mode`: find the forward call whose gradient is nan.

Source: https://pytorch.org/docs/2.7/autograd.html#anomaly-detection
"""

from autograd_nb.engine.modes import detect_anomaly, set_detect_anomaly

__all__ = ["detect_anomaly", "set_detect_anomaly"]
