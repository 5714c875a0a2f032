"""What PyTorch's own tests of layers ask: masks that hide all, states that modules write themselves, odd inputs."""

HIDDEN = """
def names(out):
    found, waiting = [], [out.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            found.append(node.name())
            waiting += [following for following, _ in node.next_functions]
    return found
seen = torch.tensor([[True, False, True], [False, False, False]])
added = torch.zeros(2, 3).masked_fill(~seen, -float("inf"))
q = torch.linspace(-1, 1, 8).reshape(1, 2, 4).requires_grad_()
k, v = torch.linspace(-1, 2, 12).reshape(1, 3, 4), torch.linspace(0, 1, 12).reshape(1, 3, 4)
F.scaled_dot_product_attention(q, k, v, attn_mask=added)
out = F.scaled_dot_product_attention(q, k, v, attn_mask=seen)
out
out.sum().backward()
q.grad
names(out)
names(F.scaled_dot_product_attention(q, k, v))
names(F.scaled_dot_product_attention(q, k, v, is_causal=True))
F.scaled_dot_product_attention(q, k, v, attn_mask=seen.long())
layer = nn.MultiheadAttention(4, 2)
with torch.no_grad():
    for p in layer.parameters():
        p.copy_(torch.linspace(-1, 1, p.numel()).reshape(p.shape))
layer(q[0], k[0], v[0], attn_mask=~seen, need_weights=False)
layer(q[0], k[0], v[0], attn_mask=~seen)
layer = nn.MultiheadAttention(4, 2, batch_first=True).eval()
layer(k, k, k, key_padding_mask=torch.ones(1, 3).bool(), need_weights=False)
torch.no_grad()(layer)(k, k, k, key_padding_mask=torch.ones(1, 3).bool(), need_weights=False)
torch.no_grad()(layer)(k, k + 1, k, key_padding_mask=torch.ones(1, 3).bool(), need_weights=False)
torch.no_grad()(layer.train())(k, k, k, key_padding_mask=torch.ones(1, 3).bool(), need_weights=False)
"""

STATES = """
class Own(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale, self.part = nn.Parameter(torch.ones(1)), nn.Linear(1, 1)
    def _save_to_state_dict(self, destination, prefix, keep_vars):
        destination[prefix + "doubled"] = self.scale.data * 2
    def _load_from_state_dict(self, state, prefix, about, strict, missing, unexpected, problems):
        print(prefix, about, strict, missing)
        self.scale.data.copy_(state[prefix + "doubled"] / 2)
one, other = nn.Sequential(Own()), nn.Sequential(Own())
with torch.no_grad():
    _ = one[0].scale.fill_(5), one[0].part.weight.fill_(7)
list(one.state_dict()), one.state_dict()["0.doubled"]
other.load_state_dict(one.state_dict())
other[0].scale, other[0].part.weight
class Old(nn.Linear):
    def _load_from_state_dict(self, state, prefix, about, strict, missing, unexpected, problems):
        if prefix + "kernel" in state:
            state[prefix + "weight"] = state.pop(prefix + "kernel").t()
        super()._load_from_state_dict(state, prefix, about, strict, missing, unexpected, problems)
old = Old(2, 1)
old.load_state_dict({"kernel": torch.tensor([[1.0], [2.0]]), "bias": torch.zeros(1)}), old.weight
old.load_state_dict({"weight": torch.ones(1, 3)})
old.load_state_dict({"weight": torch.ones(1, 2), "more": torch.ones(1), "bias": torch.ones(1)})
old.load_state_dict({"more": torch.ones(1)}, strict=False)
class Telling(nn.Linear):
    def _save_to_state_dict(self, destination, prefix, keep_vars):
        super()._save_to_state_dict(destination, prefix, keep_vars)
        destination[prefix + "told"] = torch.tensor(self.in_features)
list(Telling(2, 1).state_dict())
net = nn.Linear(2, 1)
kept = net.state_dict(keep_vars=True)
old.load_state_dict(kept, assign=True), old.weight is net.weight
old.load_state_dict(net.state_dict(), assign=True), old.weight is net.weight, type(old.weight), old.weight.requires_grad
state = nn.DataParallel(nn.Sequential(nn.Linear(1, 1))).state_dict()
nn.modules.utils.consume_prefix_in_state_dict_if_present(state, "module.")
list(state), list(state._metadata)
"""

REFUSED = """
x = torch.arange(4.0).reshape(1, 1, 2, 2)
F.interpolate(x, scale_factor=(1, 2, 3))
F.interpolate(x, scale_factor=(1, 2))
nn.EmbeddingBag(3, 2, mode="max", scale_grad_by_freq=True)(torch.tensor([[1]]))
F.max_unpool2d(torch.ones(1, 2), torch.ones(1, 2).long(), 2)
F.max_unpool3d(torch.ones(1, 2, 2), torch.ones(1, 2, 2).long(), 2)
F.max_unpool2d(x, x, 2)
F.nll_loss(torch.ones(2, 2, 2, 2), torch.ones(2, 2, 3).long())
F.nll_loss(torch.ones(2, 2, 2), torch.ones(2, 3).long())
F.cosine_embedding_loss(x[0, 0], x[0, 0, 0], torch.ones(2))
F.channel_shuffle(torch.ones(1, 4, 1, 1), 0)
nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1)(torch.ones(1, 1, 3, 3), output_size=(7, 7))
nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1)(torch.ones(1, 1, 3, 3), output_size=[7, 7])
F.dropout3d(torch.ones(1, 2, 2)), torch.rand(1)
F.dropout3d(torch.ones(1, 2, 2, 2, 1, 1)), torch.rand(1)
F.dropout3d(torch.ones(3, 2, 2, 1)), torch.rand(1)
F.dropout1d(torch.ones(3, 2)), torch.rand(1)
nn.LSTM(2, 3)(torch.ones(0, 1, 2))
nn.GRU(2, 3, batch_first=True)(torch.ones(1, 0, 2))
nn.utils.rnn.pack_padded_sequence(torch.ones(3, 2, 2), torch.tensor([[3, 1]]))
nn.utils.rnn.pack_padded_sequence(torch.ones(3, 2, 2), [3, 1]).is_pinned()
"""

NATIVE = """
x = torch.linspace(-1, 2, 12).reshape(2, 3, 2).requires_grad_()
w, b = torch.tensor([1.0, 2.0]), torch.tensor([0.0, 1.0])
torch.native_layer_norm(x, (2,), w, b, 1e-5)
torch.native_layer_norm(x, [3, 2], None, None, 1e-5)
out, mean, rstd = torch.native_batch_norm(x, None, None, None, None, True, 0.1, 1e-5)
out, mean, rstd
out[0, 0, 0].backward()
x.grad
torch.native_batch_norm(x, None, None, torch.zeros(3), torch.ones(3), False, 0.1, 1e-5)
"""

SINGLE = """
x = torch.tensor(-0.5, requires_grad=True)
loss = nn.KLDivLoss(reduction="batchmean")
loss(x, torch.tensor(0.3)), loss(x[None], torch.tensor([0.3]))
"""

GROUPS = """
x = torch.linspace(-1, 2, 16).reshape(2, 4, 2).requires_grad_()
w, b = torch.tensor([1.0, 2.0, 0.5, -1.0]), torch.tensor([0.0, 1.0, -1.0, 0.25])
out, mean, rstd = torch.native_group_norm(x, w, b, 2, 4, 2, 2, 1e-5)
out, mean.detach(), rstd.detach()
(out[0, 0, 0] + 2 * mean[1, 0] + rstd[0, 1]).backward()
x.grad
[part.detach() for part in torch.native_group_norm(x, None, None, 2, 4, 2, 4, 1e-3)]
layer = nn.Linear(2, 1, bias=False)
with torch.no_grad():
    changed = {"weight": torch.ones(1, 2)}
nn.utils.stateless.functional_call(layer, changed, torch.tensor([2.0, 3.0]))
nn.utils.stateless.functional_call(layer, changed, (), {"input": torch.tensor([2.0, 5.0])}, strict=True)
nn.utils.stateless.functional_call(layer, {"w": torch.ones(1)}, torch.ones(2), strict=True)
layer.weight
"""

WINDOWS = """
nn.Conv2d(1, 1, 0)
nn.Conv2d(1, 1, 0)(torch.ones(1, 1, 3, 3))
F.conv1d(torch.ones(1, 1, 3), torch.ones(1, 1, 0))
F.conv2d(torch.ones(1, 3, 3), torch.ones(1, 1, 0, 2))
F.conv3d(torch.ones(1, 1, 3, 3, 3), torch.ones(1, 1, 0, 1, 2))
F.conv_transpose2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 0, 0))
"""

WITHOUT_EXAMPLES = """
F.cross_entropy(torch.ones(0, 3, 1, 2), torch.ones(0, 1, 2).long())
F.cross_entropy(torch.ones(0, 3, 2), torch.ones(0, 2).long(), reduction="none")
torch.ones(0, 4).unflatten(1, (2, -1)).shape, torch.ones(3, 0, 4).unflatten(-1, (-1, 4)).shape
nn.Unflatten(1, (2, -1))(torch.ones(0, 6)).shape
"""

PROGRAMS = {
    "batches without examples": WITHOUT_EXAMPLES,
    "a divergence of single numbers": SINGLE,
    "windows that show nothing": WINDOWS,
    "what groups are inside, and a module with other weights": GROUPS,
    "what layers are inside": NATIVE,
    "attention that may look nowhere": HIDDEN,
    "states that modules write themselves": STATES,
    "odd inputs of layers": REFUSED,
}
