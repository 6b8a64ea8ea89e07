"""Two nets that find the joints of a figure, by numbers and by heat maps, for `data.load("pose")` (lecture 5.2)."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from cnnkit import data
from cnnkit.layers import (
    BatchNorm2d,
    Conv2d,
    ConvTranspose2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Relu,
    Residual,
    Sequential,
)
from cnnkit.losses import squared_error
from cnnkit.models.blocks import seen
from cnnkit.pose import decode_heatmaps, joint_heatmaps, pose_loss
from cnnkit.shapes import ShapeError, as_arrays, check_rank, count_of
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import as_function, one_of
from cnnkit.training import Adam, Trainer, cosine, load_weights, predict
from cnnkit.training.examples import as_pairs

__all__ = ["NETS", "SIGMA", "STRIDE", "WEIGHTS", "answers", "heatmap_net", "joint_net", "pose_divergence", "trained", "trainer"]

SIDE, STRIDE, SIGMA = 64, 4, 1.0
# twenty epochs take three minutes of one processor
EPOCHS, BATCH, RATE = 20, 16, 0.004
WEIGHTS = Path(__file__).parent / "weights"


def heatmap_net(
    rng: np.random.Generator, joints: int = len(data.JOINTS), *, dtype: type = np.float32
) -> Sequential:
    """Answers with a heat map of 16 × 16 for each joint in images of 64 × 64.

    Where a limb ends can be seen nearby; whether it is the left or the right one, only in the whole figure.  So the maps
    are halved twice more, scanned, brought back by transposed convolutions, and added to those that they
    came from (after the hourglass of Newell et al. 2016).

    Parameters
    ----------
    rng : numpy Generator
        Draws all weights.
    joints : int
    dtype : data-type

    Examples
    --------
    >>> heatmap_net(np.random.default_rng(0)).forward(np.ones((2, 1, 64, 64), np.float32)).shape
    (2, 14, 16, 16)
    """
    made, joints = {"rng": rng, "dtype": dtype}, count_of(joints, "joints")
    smallest = Sequential(
        MaxPool2d(2), *seen(48, 64, **made), *seen(64, 64, **made), ConvTranspose2d(64, 48, 4, stride=2, padding=1, **made)
    )
    whole = Sequential(
        MaxPool2d(2), *seen(32, 48, **made), *seen(48, 48, **made), Residual(smallest), *seen(48, 48, **made),
        ConvTranspose2d(48, 32, 4, stride=2, padding=1, **made),
    )  # fmt: skip
    return Sequential(*_trunk(made), Residual(whole), *seen(32, 32, **made), Conv2d(32, joints, 1, **made))


def joint_net(rng: np.random.Generator, joints: int = len(data.JOINTS), *, dtype: type = np.float32) -> Sequential:
    """Answers with row and column of each joint, in parts of the image: the baseline for heat maps.

    It begins like `heatmap_net`; then its maps are laid in a row for an MLP, which has to learn every place anew.

    Parameters are those of `heatmap_net`.

    Examples
    --------
    >>> joint_net(np.random.default_rng(0)).forward(np.ones((2, 1, 64, 64), np.float32)).shape
    (2, 28)
    """
    made, joints = {"rng": rng, "dtype": dtype}, count_of(joints, "joints")
    net = Sequential(
        *_trunk(made), MaxPool2d(2), *seen(32, 48, **made), *seen(48, 48, **made), *seen(48, 16, **made),
        # a window as large as the map is an MLP's layer; normalised, none of its units dies in the first steps
        Conv2d(16, 96, SIDE // 8, bias=False, **made), BatchNorm2d(96, dtype=dtype), Relu(), Flatten(), Linear(96, 2 * joints, **made),
    )  # fmt: skip
    net.layers[-1].bias[:] = 0.5  # start from the middle of the image
    return net


NETS = {"heat maps": heatmap_net, "numbers": joint_net}


def _trunk(made: dict) -> list[Layer]:
    """From 64 × 64 pixels to 32 maps of 16 × 16."""
    return [*seen(1, 8, 5, pooled=True, **made), *seen(8, 16, pooled=True, **made), *seen(16, 32, **made)]


def pose_divergence(z: np.ndarray, joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Divergence of what either net answers; the joints (T, J, 2) are in pixels.

    Examples
    --------
    >>> div, dz = pose_divergence(np.zeros((1, 14, 16, 16)), np.full((1, 14, 2), 30.0))
    >>> div.shape, dz.shape
    ((1,), (1, 14, 16, 16))
    """
    (z,), (joints,) = as_arrays(z=z), as_arrays(joints=joints)
    check_rank(joints, "joints", "(T, J, 2)")
    if z.ndim not in (2, 4) or len(z) != len(joints):
        raise ShapeError(f"z has shape {z.shape}", f"answers to {len(joints)} figures are needed, maps or numbers in a row",
                         "pass what the net makes of the same figures")  # fmt: skip
    if z.ndim == 4:
        return pose_loss(z, joint_heatmaps(joints / STRIDE, z.shape[2:], SIGMA))
    return squared_error(z, joints.reshape(len(z), math.prod(joints.shape[1:])) / SIDE)


def trainer(
    net: Layer, figures: tuple, seed: int = 0, *, epochs: int = EPOCHS,
    on_epoch: Callable[[Trainer], None] | None = None,
) -> Trainer:  # fmt: skip
    """A run of Adam on figures, half of them mirrored anew after every epoch; start it with `run`.

    Parameters
    ----------
    net : Layer
        Changed in place.
    figures : (images, joints)
        As `data.load("pose")` gives them.
    seed : int
        Orders and mirrors the figures.
    epochs : int
    on_epoch : function of the trainer, optional
        Called after every epoch.

    Examples
    --------
    >>> images, joints = data.load("pose", "test")
    >>> trainer(joint_net(np.random.default_rng(0)), (images[:40], joints[:40]), epochs=1).run().ended
    'all 1 epochs are done'
    """
    if not isinstance(figures, tuple | list) or len(figures) != 2:
        raise TypeError(f'figures is {shown(figures)}; give (images, joints), as data.load("pose") does')
    images, joints = (np.array(each) for each in as_pairs(*figures))
    check_rank(images, "images", "(T, M, H, W)")
    if joints.shape != (len(images), len(data.JOINTS), 2):
        raise ShapeError(f"joints have shape {joints.shape}", f"{len(data.JOINTS)} places (row, col) are needed for each image",
                         'look at what data.load("pose") gives')  # fmt: skip
    rng = np.random.default_rng(count_of(seed, "seed", 0))
    on_epoch = None if on_epoch is None else as_function(on_epoch, "on_epoch")

    def after_epoch(run: Trainer) -> None:
        mirror(images, joints, rng.random(len(images)) < 0.5)
        if on_epoch is not None:
            on_epoch(run)

    return Trainer(
        net, images, joints, epochs=epochs, batch_size=BATCH, learning_rate=cosine(RATE, epochs), rng=rng,
        optimiser=Adam(net), divergence=pose_divergence, on_epoch=after_epoch,
    )  # fmt: skip


def mirror(images: np.ndarray, joints: np.ndarray, chosen: np.ndarray) -> None:
    """Mirror the chosen figures left-right, in place: what was a left hand becomes a right one."""
    other = [data.JOINTS.index(_other_side(name)) for name in data.JOINTS]
    images[chosen] = images[chosen, ..., ::-1]
    turned = joints[chosen][:, other]
    turned[..., 1] = images.shape[3] - turned[..., 1]
    joints[chosen] = turned


def _other_side(name: str) -> str:
    side, _, rest = name.partition(" ")
    return f"{ {'left': 'right', 'right': 'left'}[side] } {rest}" if rest else name


def answers(net: Layer, images: np.ndarray) -> np.ndarray:
    """Where either net finds the joints of each image, (T, J, 2) in pixels.

    Examples
    --------
    >>> answers(joint_net(np.random.default_rng(0)), np.ones((3, 1, 64, 64), np.float32)).shape
    (3, 14, 2)
    """
    return read(predict(net, images))


def read(z: np.ndarray) -> np.ndarray:
    """The joints (T, J, 2) in pixels that either net's answers stand for."""
    if z.ndim not in (2, 4) or (z.ndim == 2 and z.shape[1] % 2):
        raise ShapeError(f"the net answers {z.shape}", "a map or two numbers are needed for each joint",
                         "make it with heatmap_net or joint_net")  # fmt: skip
    return decode_heatmaps(z, STRIDE) if z.ndim == 4 else z.reshape(len(z), z.shape[1] // 2, 2) * z.dtype.type(SIDE)


def trained(kind: str = "heat maps") -> Sequential:
    """A net as it ships, trained by `tools/train_pose_nets.py` on `data.load("pose")`.

    Parameters
    ----------
    kind : {"heat maps", "numbers"}

    Raises
    ------
    ValueError
        If there is no such net.

    Examples
    --------
    >>> trained("numbers").training
    False
    """
    kind = one_of(kind, "kind", NETS)
    net = NETS[kind](np.random.default_rng(0))
    load_weights(weights_file(kind), net)
    net.training = False
    return net


def weights_file(kind: str) -> Path:
    """Where the weights of a net lie that ships."""
    return WEIGHTS / f"{NETS[kind].__name__}.npz"
