"""What PyTorch calls a class or a function: by its own files, which are cut otherwise than those here.

Messages name with it what was given where something else belongs, as a function where a layer does.
"""

from __future__ import annotations

import functools
from typing import Any

from autograd_nb.engine.graph import Variable

FILES = {
    "activation": """CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid LogSoftmax Mish
        MultiheadAttention PReLU RReLU ReLU ReLU6 SELU SiLU Sigmoid Softmax Softmax2d Softmin Softplus Softshrink
        Softsign Tanh Tanhshrink Threshold""",
    "adaptive": "AdaptiveLogSoftmaxWithLoss",
    "batchnorm": """BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d
        SyncBatchNorm""",
    "channelshuffle": "ChannelShuffle",
    "container": "Container ModuleDict ModuleList ParameterDict ParameterList Sequential",
    "conv": """Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d LazyConv3d
        LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d""",
    "distance": "CosineSimilarity PairwiseDistance",
    "dropout": "AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout",
    "flatten": "Flatten Unflatten",
    "fold": "Fold Unfold",
    "instancenorm": """InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d LazyInstanceNorm2d
        LazyInstanceNorm3d""",
    "linear": "Bilinear Identity LazyLinear Linear",
    "loss": """BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss CrossEntropyLoss GaussianNLLLoss
        HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss MSELoss MarginRankingLoss MultiLabelMarginLoss
        MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss NLLLoss2d PoissonNLLLoss SmoothL1Loss SoftMarginLoss
        TripletMarginLoss TripletMarginWithDistanceLoss""",
    "module": "Module",
    "normalization": "CrossMapLRN2d GroupNorm LayerNorm LocalResponseNorm RMSNorm",
    "padding": """CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d ConstantPad3d ReflectionPad1d
        ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d
        ZeroPad3d""",
    "pixelshuffle": "PixelShuffle PixelUnshuffle",
    "pooling": """AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d
        AdaptiveMaxPool3d AvgPool1d AvgPool2d AvgPool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d
        LPPool3d MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d""",
    "rnn": "GRU GRUCell LSTM LSTMCell RNN RNNBase RNNCell RNNCellBase",
    "sparse": "Embedding EmbeddingBag",
    "transformer": """Transformer TransformerDecoder TransformerDecoderLayer TransformerEncoder
        TransformerEncoderLayer""",
    "upsampling": "Upsample UpsamplingBilinear2d UpsamplingNearest2d",
}
"""The files of torch.nn.modules, and the layers in each."""

OF_PARTS = {
    "torch._C._nn": """avg_pool2d avg_pool3d elu_ gelu hardtanh_ leaky_relu_ linear one_hot
        scaled_dot_product_attention softplus softshrink""",
    "torch._VariableFunctionsClass": """adaptive_avg_pool1d avg_pool1d bilinear celu_ channel_shuffle conv1d conv2d
        conv3d conv_transpose1d conv_transpose2d conv_transpose3d cosine_similarity hardshrink pairwise_distance pdist
        pixel_shuffle pixel_unshuffle prelu relu_ rrelu_ selu_ threshold_""",
    "torch.functional": """atleast_1d atleast_2d atleast_3d block_diag broadcast_shapes broadcast_tensors
        cartesian_prod cdist chain_matmul einsum lu meshgrid norm pca_lowrank split svd_lowrank tensordot unique
        unique_consecutive unravel_index""",
}
"""Functions that are not where the others of their kind are: those of nn.functional, those of torch."""


@functools.cache
def _places(layers: bool) -> dict[str, str]:
    table = {f"torch.nn.modules.{file}": names for file, names in FILES.items()} if layers else OF_PARTS
    return {name: place for place, names in table.items() for name in names.split()}


def typename(obj: Any) -> str:
    """The name of an object's type, as PyTorch writes it; a class or a function has its own.

    >>> torch.typename(torch.ones(2)), torch.typename("a"), torch.typename(torch.nn.Parameter)
    ('torch.FloatTensor', 'str', 'torch.nn.parameter.Parameter')
    >>> torch.typename(torch.nn.Linear(2, 1)), torch.typename(torch.nn.functional.relu), torch.typename(torch.sin)
    ('torch.nn.modules.linear.Linear', 'torch.nn.functional.relu', 'torch._VariableFunctionsClass.sin')
    """
    if isinstance(obj, Variable):
        tensor: Any = obj
        name: str = tensor.type()
        return name
    named = obj if hasattr(obj, "__qualname__") else type(obj)
    module = getattr(named, "__module__", None)
    if module in (None, "builtins"):
        return str(named.__qualname__)
    return f"{_place(named, module)}.{named.__qualname__}"


def _place(named: Any, module: str) -> str:
    package = __package__.partition(".")[0]
    if module.partition(".")[0] != package:
        return module
    own = "torch" + module.removeprefix(package)
    if isinstance(named, type):
        return _places(True).get(named.__name__, own) if own.startswith("torch.nn.") else own
    if own.startswith("torch.nn.") and not own.startswith("torch.nn.init"):
        return _places(False).get(named.__name__, "torch.nn.functional")
    if own == "torch" or own.startswith("torch.engine."):
        return _places(False).get(named.__name__, "torch._VariableFunctionsClass")
    return own
