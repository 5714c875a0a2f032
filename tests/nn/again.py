"""Gradients of gradients of layers: the names of the nodes in their graphs."""

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
"""

PROGRAMS = {"names of second derivatives": NAMES}
