"""The same networks in PyTorch, with the weights of ours."""

import numpy as np

from cnnkit.layers import BatchNorm2d, Conv2d, Linear

__all__ = ["copy_weights", "torch_lenet", "torch_resnet8"]


def torch_lenet(torch):
    """`models.lenet` for 28 × 28."""
    nn = torch.nn
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


def torch_resnet8(torch):
    """`models.resnet` of depth 8 for colour images of 32 × 32."""
    nn = torch.nn

    def scanned(m, n, stride):
        return [nn.Conv2d(m, n, 3, stride, 1, bias=False), nn.BatchNorm2d(n)]

    class Residual(nn.Module):
        def __init__(self, m, n, stride):
            super().__init__()
            self.body = nn.Sequential(*scanned(m, n, stride), nn.ReLU(), *scanned(n, n, 1))
            self.shortcut = None
            if m != n:
                self.shortcut = nn.Sequential(
                    nn.Conv2d(m, n, 1, stride, bias=False), nn.BatchNorm2d(n)
                )

        def forward(self, y):
            straight = y if self.shortcut is None else self.shortcut(y)
            return self.body(y) + straight

    return nn.Sequential(
        *scanned(3, 16, 1), nn.ReLU(), Residual(16, 16, 1), nn.ReLU(),
        Residual(16, 32, 2), nn.ReLU(), Residual(32, 64, 2), nn.ReLU(),
        nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 10),
    )  # fmt: skip


def copy_weights(torch, net, theirs):
    """Give PyTorch's network the weights of ours; both list their layers in the same order."""
    kinds = (torch.nn.Conv2d, torch.nn.Linear, torch.nn.BatchNorm2d)
    there = [layer for layer in theirs.modules() if isinstance(layer, kinds)]
    here = [layer for layer in every(net) if isinstance(layer, (Conv2d, Linear, BatchNorm2d))]
    assert [type(a).__name__ for a in here] == [type(b).__name__ for b in there]
    with torch.no_grad():
        for a, b in zip(here, there, strict=True):
            b.weight.copy_(torch.from_numpy(np.array(a.w)))
            if b.bias is not None:
                b.bias.copy_(torch.from_numpy(np.array(a.bias)))


def every(layer):
    """A layer and all layers inside it, in order."""
    yield layer
    for inside in getattr(layer, "layers", ()):
        yield from every(inside)
