"""The same network in PyTorch: layer for layer, with copies of the weights, trained on the same batches."""

import numpy as np

from cnnkit import layers

__all__ = ["Twin", "in_torch"]


def in_torch(torch, net):
    """A PyTorch module that computes what the network computes, from copies of its weights."""
    module = _module(torch, net)
    with torch.no_grad():
        for (layer, part), theirs in zip(net.learned(), module.parameters(), strict=True):
            theirs.copy_(torch.from_numpy(getattr(layer, part)))
    return module


def _module(torch, layer):
    nn = torch.nn
    if isinstance(layer, layers.Sequential):
        return nn.Sequential(*(_module(torch, each) for each in layer.layers))
    if isinstance(layer, layers.Residual):
        return _residual(torch, layer)
    if isinstance(layer, layers.Conv2d):
        (N, M, *size), scan = layer.w.shape, layer.scan
        return nn.Conv2d(M * scan["groups"], N, size, bias=layer.bias is not None, **scan)
    if isinstance(layer, layers.ConvTranspose2d):
        (M, N, *size), scan = layer.w.shape, layer.scan
        return nn.ConvTranspose2d(M, N * scan["groups"], size, output_padding=layer.output_padding, **scan)
    if isinstance(layer, layers.Heads):
        return _heads(torch, layer)
    if isinstance(layer, layers.SoftArgmax2d):
        return _soft_argmax(torch, layer)
    if isinstance(layer, layers.Linear):
        return nn.Linear(*layer.w.shape[::-1], bias=layer.bias is not None)
    if isinstance(layer, layers.BatchNorm2d):
        return nn.BatchNorm2d(len(layer.w), layer.eps, layer.momentum)
    if isinstance(layer, layers.MaxPool2d):
        return nn.MaxPool2d(layer.kernel_size, **layer.window)
    if isinstance(layer, layers.MeanPool2d):
        return nn.AvgPool2d(layer.kernel_size, **layer.window)
    return {layers.Relu: nn.ReLU, layers.Flatten: nn.Flatten}[type(layer)]()


def _residual(torch, layer):
    class Residual(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.body = _module(torch, layer.body)
            none = layer.shortcut is None
            self.shortcut = torch.nn.Identity() if none else _module(torch, layer.shortcut)

        def forward(self, y):
            return self.body(y) + self.shortcut(y)

    return Residual()


def _heads(torch, layer):
    class Heads(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.heads = torch.nn.ModuleList([_module(torch, each) for each in layer.layers])

        def forward(self, y):
            return torch.cat([head(y) for head in self.heads], dim=1)

    return Heads()


def _soft_argmax(torch, layer):
    both = layer.answers is None
    asked = slice(None) if both else [2 * n + (a == "col") for n, a in enumerate(layer.answers)]

    class SoftArgmax(torch.nn.Module):
        def forward(self, z):
            T, N, H, W = z.shape
            p = z.flatten(2).softmax(dim=2).view(T, N, H, W)
            rows, cols = ((torch.arange(n) + 0.5) * (layer.length / n) for n in (H, W))
            return torch.stack([p.sum(3) @ rows, p.sum(2) @ cols], dim=2).flatten(1)[:, asked]

    return SoftArgmax()


class Twin:
    """PyTorch's copy of a network, with the same optimiser: SGD with momentum."""

    def __init__(self, torch, net, learning_rate, momentum):
        self.torch, self.module = torch, in_torch(torch, net)
        rule = torch.optim.SGD
        self.optimiser = rule(self.module.parameters(), lr=learning_rate, momentum=momentum)

    def step(self, images, labels):
        """Forward, backward, update on one batch of tensors; the scores and the loss."""
        self.optimiser.zero_grad()
        z = self.module(images)
        loss = self.torch.nn.functional.cross_entropy(z, labels)
        loss.backward()
        self.optimiser.step()
        return z, loss

    def epoch(self, images, labels, batch_size, rng, learning_rate=None, after=None):
        """What `fit` does in an epoch: batches in a random order, the loss and the hits counted."""
        self.module.train()
        order, losses, hits = self.torch.from_numpy(rng.permutation(len(images))), [], 0
        for step, batch in enumerate(order.split(batch_size)):
            if learning_rate is not None:
                self.optimiser.param_groups[0]["lr"] = learning_rate(step)
            d = labels[batch]
            z, loss = self.step(images[batch], d)
            losses.append(loss.item())
            hits += int((z.argmax(dim=1) == d).sum())
            if after is not None:
                after()
        return np.array(losses), hits / len(images)

    def accuracy(self, images, labels):
        """Share of the images whose largest score is the wanted class, with running averages."""
        self.module.eval()
        with self.torch.no_grad():
            right = [
                (self.module(y).argmax(dim=1) == d).sum().item()
                for y, d in zip(images.split(256), labels.split(256), strict=True)
            ]
        return sum(right) / len(images)
