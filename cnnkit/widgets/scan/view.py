"""What ScanExplorer shows: an MLP that scans an image, and the dense layer that it equals.

The first layer reads K × K patches; further layers are 1 × 1 filters, which is the same MLP at
every position.  Each unit of each layer is also one dense matrix, in which weights repeat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.activations import activation, activation_grad
from cnnkit.conv import conv2d, conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.widgets.board.links import Link, Sum, same, windows

__all__ = ["DenseUnit", "ScanningNet", "scanning_net"]


@dataclass(frozen=True)
class DenseUnit:
    """One unit at all its positions, written as a dense layer: a row for every position.

    Parameters
    ----------
    matrix : (positions, M * H * W) array
        The dense layer's weights; matrix @ maps.ravel() is what the unit computes, less its bias.
    owner : (positions, M * H * W) int array
        Which weight of the filter an entry is a copy of, (m * Kh + p) * Kw + q; -1 for the zeros.
    gradient : (positions, M * H * W) array
        Gradient of every entry, as if none were tied.
    dw, dbias : (M, Kh, Kw) array, float
        Gradient of the filter: for each weight the sum over its copies.

    Examples
    --------
    >>> unit = scanning_net([[1, 2, 3]], [[[[1, -1]]]]).dense(0, 0)
    >>> unit.matrix.tolist()
    [[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]]
    >>> unit.owner.tolist()
    [[0, 1, -1], [-1, 0, 1]]
    """

    matrix: np.ndarray
    owner: np.ndarray
    gradient: np.ndarray
    dw: np.ndarray
    dbias: float

    def entries(self, owned: bool) -> list[np.ndarray]:
        """Position, flat entry, flat weight and flat cell of what each map feeds: (entries, 4) arrays.

        All entries, or those alone that are copies of a weight.

        Examples
        --------
        >>> scanning_net([[1, 2]], [[[[1]]]]).dense(0, 0).entries(owned=True)[0].tolist()
        [[0, 0, 0, 0], [1, 3, 0, 1]]
        """
        maps, per_map, weights = len(self.dw), self.owner.shape[1] // len(self.dw), self.dw[0].size
        rows, columns = np.nonzero(self.owner >= 0) if owned else np.indices(self.owner.shape).reshape(2, -1)
        flat = rows * self.owner.shape[1] + columns
        every = np.stack([rows, flat, self.owner[rows, columns] % weights, columns % per_map], axis=1)
        return [every[columns // per_map == m] for m in range(maps)]


@dataclass(frozen=True)
class ScanningNet:
    """An MLP of perceptrons with shared weights, applied at every position of an image.

    Lecture 1.1.1 and 1.1.3: z(l) = w_l scanned over Y(l-1), Y(l) = max(z, 0); the last layer has
    no activation.

    Parameters
    ----------
    filters, biases : tuple of (N, M, Kh, Kw) and (N,) arrays
        Of each layer; from the second on, Kh = Kw = 1.
    maps : tuple of (M, H, W) arrays
        What each layer reads; the first is the image.
    z, dz : tuple of (N, H_out, W_out) arrays
        What each layer computes, and its gradient.

    Examples
    --------
    >>> scanning_net([[1, 2, 3]], [[[[1, -1]]]]).z[0].tolist()
    [[[-1.0, -1.0]]]
    """

    filters: tuple
    biases: tuple
    maps: tuple
    z: tuple
    dz: tuple

    def dense(self, layer: int, unit: int) -> DenseUnit:
        """One unit as a dense layer, forward and backward.

        Examples
        --------
        >>> scanning_net([[1, 2, 3]], [[[[1, -1]]]], dz=[[[1, 2]]]).dense(0, 0).dw.tolist()
        [[[5.0, 8.0]]]
        """
        w, y, dz = self.filters[layer][unit], self.maps[layer], self.dz[layer][unit]
        owner = _owners(w.shape, y.shape)
        kernel_size = w.shape[1:]
        return DenseUnit(
            matrix=np.where(owner < 0, 0, w.ravel()[owner]),
            owner=owner,
            gradient=np.outer(dz, y),
            dw=conv2d_grad_weight(dz[None, None], y[None], kernel_size)[0],
            dbias=float(conv2d_grad_bias(dz[None, None])[0]),
        )


    def forward_links(self, layer: int, unit: int, dense: DenseUnit) -> tuple[Link, ...]:
        """z of all units with what they read; of the chosen one its matrix A and its weights too.

        Maps that a layer reads are the tables `v<layer><map>`, weights and biases of the other units the tables
        `w<layer><unit><map>` and `b<layer><unit>`.
        """
        links = self._scans(layer, unit)
        z, zero = f"z{layer}{unit}", np.argwhere(dense.owner.ravel() < 0)
        light = {"z": "a weight, w weight", "w": "a weight, y reads", "a": "w weight, a weight via w"}
        light |= {} if layer else {"y": "a weight, z reads, w weight"}
        copy = {"a": Sum("{w!}", head="{a@} = ")}
        for m, (owned, every) in enumerate(zip(dense.entries(True), dense.entries(False))):
            read = f"z{layer - 1}{m}" if layer else "y"
            links.append(Link("z a w y", [(z, "a", f"w{m}", read)], owned, light, copy, name="copy"))
            cells = every[:, [0, 1, 3]]
            links.append(Link("z a y", [(z, "a", read)], cells, {"a": "y reads, z reads"}, name="entry"))
        links.append(Link("a", [("a",)], zero, sums={"a": Sum(head="{a@} = {result:0}")}))
        return tuple(links)

    def _scans(self, layer: int, unit: int) -> list[Link]:
        links = []
        for k, (w, z) in enumerate(zip(self.filters, self.z)):
            taps, out = windows(w.shape[2:], z.shape[1:]), same(z.shape[1:])
            own = {n: k == layer and n == unit for n in range(len(w))}
            read = [
                (f"z{k}{n}", f"w{m}" if own[n] else f"w{k}{n}{m}", f"v{k}{m}", f"z{k - 1}{m}" if k else "y")
                for n, m in np.ndindex(w.shape[:2])
            ]
            light = {"z": "v reads, y reads, w weight"} | ({} if k else {"y": "z reads"})
            product = {"z": Sum("{w}·{v}", head="{z@} = ")}
            axes = tuple(axis[:, [0, 2, 1, 1]] for axis in taps)
            links.append(Link("z w v y", read, axes, light, product, name=f"scan{k}"))
            bias = [(f"z{k}{n}", "b" if own[n] else f"b{k}{n}") for n in range(len(w))]
            links.append(Link("z b*", bias, out, {"b": "z reads"}, {"z": Sum("{b} (bias)")}, name="bias"))
            if k:
                pairs = [(f"z{k}{n}", f"z{l}{m}") for n in own for l in range(k - 1) for m in range(len(self.z[l]))]
                links.append(Link("z below", pairs, same(z.shape[1:], 2), {"z": "below reads"}))
                patch = windows(self.filters[0].shape[2:], z.shape[1:])
                links.append(Link("z y", [(f"z{k}{n}", "y") for n in own], tuple(axis[:, :2] for axis in patch), {"z": "y reads"}))
        return links

    def gradient_links(self, layer: int, dense: DenseUnit) -> tuple[Link, ...]:
        """dz, the gradient dA of every entry, dw and the maps that are read."""
        links = []
        light = {
            "dz": "g weight, dw weight, y reads",
            "dw": "g weight, dz reads, y reads",
            "y": "g weight, dz reads, dw weight",
            "g": "dw weight, g weight via dw",
        }
        for m, (owned, every) in enumerate(zip(dense.entries(True), dense.entries(False))):
            grids, total = [("dz", "g", f"dw{m}", f"y{m}" if layer else "y")], {"dw": Sum("{dz}·{y}", head="{dw@} = ")}
            links.append(Link("dz g dw y", grids, owned, light, total, name="share"))
            pairs, one = [(grids[0][0], "g", grids[0][3])], {"g": Sum("{dz}·{y}", head="{g@} = ")}
            links.append(Link("dz g y", pairs, every[:, [0, 1, 3]], {"g": "dz reads, y reads"}, one, name="entry"))
        return tuple(links)


def scanning_net(y, *filters, biases=None, dz=None) -> ScanningNet:
    """Scan one image with a small MLP and send a gradient back through it.

    Lecture 1.1.1, 1.1.3 and 2.1.

    Parameters
    ----------
    y : (H, W) array
        The image.
    filters : (N, M, Kh, Kw) arrays
        One for each layer; from the second on, 1 × 1.
    biases : sequence of (N,) arrays, optional
        Zeros if not given.
    dz : (N, H_out, W_out) array, optional
        Gradient for the last layer; ones if not given.

    Raises
    ------
    ShapeError
        If a filter does not fit what it reads.

    Examples
    --------
    >>> net = scanning_net([[1, 2], [3, 4]], [[[[1]]], [[[-1]]]], [[[[1]], [[1]]]])
    >>> net.z[-1].tolist()
    [[[1.0, 2.0], [3.0, 4.0]]]
    """
    filters = tuple(np.asarray(w, dtype=np.float64) for w in filters)
    biases = [np.zeros(len(w)) for w in filters] if biases is None else biases
    biases = tuple(np.asarray(bias, dtype=np.float64) for bias in biases)
    maps, affine = [np.asarray(y, dtype=np.float64)[None]], []
    for w, bias in zip(filters, biases):
        affine.append(conv2d(maps[-1][None], w, bias)[0])
        maps.append(activation(affine[-1], "relu"))
    gradients = [np.ones(affine[-1].shape) if dz is None else np.asarray(dz, dtype=np.float64)]
    for w, z in zip(filters[:0:-1], affine[-2::-1]):
        dy = conv2d_grad_input(gradients[0][None], w, z.shape[1:])[0]
        gradients.insert(0, activation_grad(dy, z, "relu"))
    return ScanningNet(filters, biases, tuple(maps[:-1]), tuple(affine), tuple(gradients))


def _owners(filter_shape, maps_shape) -> np.ndarray:
    """For every entry of the dense matrix, the weight that it is a copy of, or -1."""
    channels, height, width = maps_shape
    _, tall, wide = filter_shape
    rows, columns = height - tall + 1, width - wide + 1
    i, j, m, p, q = np.ogrid[:rows, :columns, :channels, :tall, :wide]
    owner = np.full((rows * columns, channels * height * width), -1)
    weight = (m * tall + p) * wide + q
    cell = (m * height + i + p) * width + j + q
    owner[np.broadcast_to(i * columns + j, cell.shape), cell] = np.broadcast_to(weight, cell.shape)
    return owner
