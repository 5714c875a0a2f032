"""Gradients of gradients of layers, with the names of their nodes; which element of a window is its largest."""

NAMES = """
def names(out):
    found, waiting = set(), [out.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            found.add(node.name())
            waiting += [following for following, _ in node.next_functions]
    return sorted(found)
def again(function, *inputs):
    leaves = [x.clone().requires_grad_() for x in inputs]
    out = function(*leaves)
    return [names(g) for g in torch.autograd.grad((out * out).sum(), leaves, create_graph=True)]
image = torch.linspace(-1, 1, 50).reshape(1, 2, 5, 5)
kernel = torch.linspace(-1, 1, 24).reshape(3, 2, 2, 2)
bias = torch.tensor([1.0, 2.0, 3.0])
again(F.conv2d, image, kernel, bias)
again(lambda x, w: F.conv2d(x, w, padding=1, stride=2), image, kernel)
again(F.conv1d, image[:, :, 0], kernel[:, :, :, 0], bias)
again(F.conv_transpose2d, image, kernel.reshape(2, 3, 2, 2), bias)
again(lambda t: F.embedding(torch.tensor([[0, 1], [1, 1]]), t), image[0, 0])
again(torch.abs, bias)
again(lambda x: x.norm(1), bias)
again(F.l1_loss, bias, bias * 2)
again(lambda x, w, b: F.layer_norm(x, (5,), w, b), image, image[0, 0, 0], image[0, 1, 0])
again(lambda x: F.layer_norm(x, (5, 5)), image)
again(lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True), image, bias[:2], bias[1:])
again(lambda x, w, b: F.batch_norm(x, bias[:2], bias[1:], w, b), image, bias[:2], bias[1:])
again(lambda x: F.binary_cross_entropy(x, bias / 4), bias / 5)
again(lambda x: F.binary_cross_entropy(x, bias / 4, weight=bias, reduction="sum"), bias / 5)
again(lambda x: F.binary_cross_entropy_with_logits(x, bias / 4, pos_weight=bias), bias)
again(lambda x: F.soft_margin_loss(x, torch.tensor([1.0, -1.0, 1.0])), bias)
again(F.glu, torch.linspace(-1, 1, 4)), again(F.silu, bias)
"""

LARGEST = """
n = float("nan")
x = torch.tensor([[[[1.0, n, 2.0, 3.0], [n, 0.0, 5.0, 4.0], [1.0, 1.0, -1.0, 7.0], [1.0, 1.0, 7.0, 7.0]]]])
F.max_pool2d(x, 2, return_indices=True)
F.max_pool2d(x, 3, 1, 1, return_indices=True)
F.max_pool2d(torch.full((1, 1, 4, 4), -float("inf")), 3, 2, 1, return_indices=True)
y = torch.sin(torch.arange(162.0)).reshape(1, 2, 9, 9)
F.max_pool2d(y, 3, 2, 1, 2, return_indices=True)[1]
F.max_pool2d(y, (2, 3), 2, (1, 1), ceil_mode=True, return_indices=True)[1]
F.max_pool2d((y * 100).long(), 2)[0, 0]
z = y.clone().requires_grad_()
F.max_pool2d(z, 3, 1).sum().backward()
z.grad[0, 0]
"""

PROGRAMS = {"names of second derivatives": NAMES, "the largest, nan and infinity among them": LARGEST}
