"""Programs about attention: see tests/learning.py."""

SET_UP = """
x = torch.linspace(-1, 1, 24, dtype=torch.float64).reshape(3, 2, 4).requires_grad_()
y = torch.linspace(2, -1, 16, dtype=torch.float64).reshape(2, 2, 4).requires_grad_()
holes = torch.tensor([[False, True, False], [False, False, False]])
later = torch.ones(3, 3).triu(1).bool()
def of(layer, *inputs, **options):
    x.grad = y.grad = None
    layer = layer.double()
    layer.zero_grad()
    out, weights = layer(*inputs, **options)
    (out * torch.linspace(0.5, 1.5, out.numel()).reshape(out.shape)).sum().backward()
    slopes = [x.grad, y.grad, *(parameter.grad for parameter in layer.parameters())]
    return out, weights, [slope is not None and slope.round(decimals=6) + 0.0 for slope in slopes]
def names(node, depth=0):
    if node is None or depth > 12:
        return node and node.name()
    return (node.name(), [names(following, depth + 1) for following, _ in node.next_functions])
"""

CALLS = """
nn.MultiheadAttention(4, 2)
[(name, parameter) for name, parameter in nn.MultiheadAttention(4, 2).named_parameters()]
[(name, parameter) for name, parameter in nn.MultiheadAttention(4, 2, kdim=3, add_bias_kv=True).named_parameters()]
of(nn.MultiheadAttention(4, 2), x, x, x)
of(nn.MultiheadAttention(4, 2), x, y, y)
of(nn.MultiheadAttention(4, 2), x, y, y * 1)
of(nn.MultiheadAttention(4, 2, bias=False), x, x, x, average_attn_weights=False)
of(nn.MultiheadAttention(4, 1, batch_first=True), x, x, x)
of(nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True), x, x, x, attn_mask=later)
of(nn.MultiheadAttention(4, 2, vdim=3), x, x, x[..., :3])
of(nn.MultiheadAttention(4, 2), x, x, x, key_padding_mask=holes)
of(nn.MultiheadAttention(4, 2), x, x, x, key_padding_mask=holes, attn_mask=later)
of(nn.MultiheadAttention(4, 2), x, x, x, attn_mask=torch.zeros(4, 3, 3, dtype=torch.float64))
of(nn.MultiheadAttention(4, 2, dropout=0.5), x, x, x)
of(nn.MultiheadAttention(4, 2).eval(), x[:, 0], x[:, 0], x[:, 0])
nn.MultiheadAttention(4, 2)(x.float(), x.float(), x.float(), need_weights=False)[0].detach()
nn.MultiheadAttention(4, 2)(x.float(), x.float(), x.float(), need_weights=False, attn_mask=later)[0].detach()
nn.MultiheadAttention(4, 2)(x.float(), x.float(), x.float(), need_weights=False, attn_mask=later, is_causal=True)[0]
names(nn.MultiheadAttention(4, 2).double()(x, x, x)[0].grad_fn)
names(nn.MultiheadAttention(4, 2).double()(x, y, y)[1].grad_fn)
"""

REFUSED = """
nn.MultiheadAttention(0, 2)
nn.MultiheadAttention(5, 2)
nn.MultiheadAttention(4, 2)(x[0, 0], x, x)
nn.MultiheadAttention(4, 2)(x, x[0], x)
nn.MultiheadAttention(4, 2)(x[0], x, x)
nn.MultiheadAttention(4, 2)(x[..., :3], x, x)
nn.MultiheadAttention(4, 2)(x, x, y)
nn.MultiheadAttention(4, 2).double()(x, x, x, key_padding_mask=holes[0])
nn.MultiheadAttention(4, 2).double()(x, x, x, key_padding_mask=holes[:, :2])
nn.MultiheadAttention(4, 2).double()(x, x, x, attn_mask=later[0])
nn.MultiheadAttention(4, 2).double()(x, x, x, attn_mask=later[:2])
nn.MultiheadAttention(4, 2).double()(x, x, x, attn_mask=torch.zeros(3, 3, 3))
nn.MultiheadAttention(4, 2).double()(x, x, x, attn_mask=torch.zeros(3, 3, dtype=torch.int64))
nn.MultiheadAttention(4, 2)(x.float(), x.float(), x.float(), need_weights=False, is_causal=True)
"""

PROGRAMS = {"attention": SET_UP + CALLS, "what attention refuses": SET_UP + REFUSED}
