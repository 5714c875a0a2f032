"""Programs about recurrent layers: see tests/learning.py. In double precision, where PyTorch shows every gate."""

SET_UP = """
def of(layer, *states):
    layer = layer.double()
    layer.zero_grad()
    x = torch.linspace(-1, 1, 12, dtype=torch.float64).reshape(2, 3, 2).requires_grad_()
    results = layer(x, *states)
    flat = [part for result in results for part in (result if isinstance(result, tuple) else (result,))]
    sum((part * torch.linspace(0.5, 1.5, part.numel()).reshape(part.shape)).sum() for part in flat).backward()
    return flat, x.grad, [parameter.grad for parameter in layer.parameters()]
def names(node):
    return node and (node.name(), [names(following) for following, _ in node.next_functions])
def cell(layer, x):
    results = layer(x)
    return results, [names(part.grad_fn) for part in (results if isinstance(results, tuple) else (results,))]
"""

LAYERS = """
nn.RNN(2, 3)
[(name, parameter) for name, parameter in nn.RNN(2, 3).named_parameters()]
of(nn.RNN(2, 3))
of(nn.RNN(2, 3, num_layers=2, nonlinearity="relu", bidirectional=True, batch_first=True))
of(nn.RNN(2, 3, 2, "relu", False))
of(nn.LSTM(2, 3))
of(nn.LSTM(2, 3, 2, bidirectional=True, batch_first=True))
of(nn.LSTM(2, 3, proj_size=2, bias=False))
of(nn.LSTM(2, 3, 2, dropout=0.4))
of(nn.GRU(2, 3))
of(nn.GRU(2, 3, 2, bidirectional=True, batch_first=True))
of(nn.GRU(2, 3), torch.full((1, 3, 3), 0.3, dtype=torch.float64))
of(nn.LSTM(2, 3), (torch.full((1, 3, 3), 0.3, dtype=torch.float64), torch.full((1, 3, 3), -0.4, dtype=torch.float64)))
nn.GRU(2, 3, batch_first=True)(torch.ones(2, 2))
[part.shape for part in nn.LSTM(2, 3)(torch.ones(2, 2))[1]]
with torch.no_grad():
    shown = nn.LSTM(2, 3)(torch.ones(2, 1, 2))
shown
nn.LSTM(2, 3, 2, bidirectional=True, batch_first=True, dropout=0.1), nn.GRU(2, 3, bias=False)
nn.LSTM(4, 3, proj_size=2)
[[weight.shape for weight in group] for group in nn.LSTM(4, 3, proj_size=2, bidirectional=True).all_weights]
names(nn.GRU(2, 3)(torch.ones(1, 1, 2))[0].grad_fn)
names(nn.RNN(2, 3)(torch.ones(2, 1, 2))[1].grad_fn)
names(nn.LSTM(2, 3).double()(torch.ones(1, 1, 2, dtype=torch.float64))[1][1].grad_fn)
"""

CELLS = """
nn.RNNCell(2, 3), nn.RNNCell(2, 3, False, "relu"), nn.LSTMCell(2, 3), nn.GRUCell(2, 3, bias=False)
cell(nn.RNNCell(2, 3), torch.ones(1, 2))
cell(nn.RNNCell(2, 3, nonlinearity="relu"), torch.ones(2))
cell(nn.LSTMCell(2, 3), torch.ones(1, 2))
cell(nn.LSTMCell(2, 3), torch.ones(2))
cell(nn.GRUCell(2, 3, bias=False), torch.ones(1, 2))
cell(nn.GRUCell(2, 3), torch.ones(2))
"""

REFUSED = """
nn.RNN(2, 3)(torch.ones(2))
nn.LSTM(2, 3)(torch.ones(2))
nn.GRU(2, 3)(torch.ones(2))
nn.RNN(2, 3)(torch.ones(2, 2, 3))
nn.RNN(2, 3)(torch.ones(2, 2, 2), torch.ones(1, 3))
nn.RNN(2, 3)(torch.ones(2, 2, 2), torch.ones(1, 3, 3))
nn.RNN(2, 3)(torch.ones(2, 2), torch.ones(1, 3, 3))
nn.RNN(2, 3)(torch.ones(2, 2, 2), (torch.ones(1, 2, 3), torch.ones(1, 2, 3)))
nn.LSTM(2, 3)(torch.ones(2, 2, 2), (torch.ones(1, 3, 3), torch.ones(1, 2, 3)))
nn.LSTM(2, 3)(torch.ones(2, 2, 2), torch.ones(1, 2, 3))
nn.RNN(0, 3)
nn.RNN(2, -1)
nn.RNN(2.0, 3)
nn.GRU(2, 3, num_layers=0)
nn.GRU(2, 3, dropout=2)
nn.RNN(2, 3, nonlinearity="sin")
nn.RNN(2, 3, proj_size=1)
nn.LSTM(2, 3, proj_size=4)
nn.RNNCell(2, 3)(torch.ones(2, 2, 2))
nn.RNNCell(2, 3)(torch.ones(2, 3))
nn.GRUCell(2, 3)(torch.ones(2, 2), torch.ones(3, 3))
nn.GRUCell(2, 3)(torch.ones(2, 2), torch.ones(2, 4))
nn.LSTMCell(2, 3)(torch.ones(2, 2), torch.ones(2, 3))
nn.LSTMCell(2, 3)(torch.ones(2, 2), (torch.ones(2, 4), torch.ones(2, 3)))
nn.RNNCell(2, 3, nonlinearity="sin")(torch.ones(2, 2))
"""

NAMES = """
net = nn.GRU(2, 3, num_layers=2)
net._flat_weights_names
nn.LSTM(2, 3, bidirectional=True, bias=False)._flat_weights_names
for name in net._flat_weights_names:
    if "weight" in name:
        _ = nn.init.xavier_uniform_(net._parameters[name])
net.weight_hh_l1
"""

PROGRAMS = {
    "recurrent layers": SET_UP + LAYERS,
    "recurrent cells": SET_UP + CELLS,
    "first numbers of recurrent layers by name": NAMES,
    "what recurrent layers refuse": REFUSED,
}
