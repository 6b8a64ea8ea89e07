"""The decoder of lesson 07: its gradients, and whether it beats enlargements that nobody learned."""

import numpy as np
import pytest

from cnnkit import data, mean_pool2d, models, training
from cnnkit.enlarging import bilinear2d, nearest2d
from cnnkit.losses import mean_loss, squared_error


def drawn(seed=0):
    return np.random.default_rng(seed)


def test_it_doubles_maps_of_any_size():
    net = models.doubler(drawn(), in_channels=3, width=5)

    assert net.forward(np.ones((2, 3, 5, 8), np.float32)).shape == (2, 3, 10, 16)


def test_every_gradient_entry_is_the_numerical_one():
    net = models.doubler(drawn(), width=2, dtype=np.float64)
    small, wanted = drawn(1).normal(size=(2, 1, 3, 4)), drawn(2).normal(size=(2, 1, 6, 8))

    def loss():
        return mean_loss(*squared_error(net.forward(small), wanted))

    net.backward(loss()[1])
    for layer, part in net.learned():
        analytic, w = getattr(layer, "d" + part), getattr(layer, part)
        numeric = np.zeros_like(w)
        for cell in np.ndindex(w.shape):
            before = w[cell]
            w[cell] = before + 1e-6
            above = loss()[0]
            w[cell] = before - 1e-6
            numeric[cell] = (above - loss()[0]) / 2e-6
            w[cell] = before
        np.testing.assert_allclose(analytic, numeric, atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("name", "epochs", "learning_rate", "batch_size", "share"),
    [("digits8", 15, 0.02, 32, 0.75), ("fashion28-small", 2, 0.015, 16, 0.9)],
)
def test_it_beats_nearest_and_bilinear_on_unseen_images(name, epochs, learning_rate, batch_size, share, seed):
    large, _ = data.load(name)
    unseen, _ = data.load(name, "test")
    small = mean_pool2d(unseen, 2)
    rng = drawn(seed)
    net = models.doubler(rng)

    training.fit(
        net, mean_pool2d(large, 2), large, epochs=epochs, batch_size=batch_size, rng=rng, progress=False,
        learning_rate=training.cosine(learning_rate, epochs), optimiser=training.Adam(net), divergence=squared_error,
    )  # fmt: skip

    def error(made):
        assert made.shape == unseen.shape
        return float(((made - unseen) ** 2).mean())

    learned = error(training.predict(net, small))
    print(f"\n{name}, seed {seed}: {learned:.4f}, nearest {error(nearest2d(small, 2)):.4f}, "
          f"bilinear {error(bilinear2d(small, 2)):.4f}")  # fmt: skip
    assert learned < share * error(nearest2d(small, 2))
    assert learned < share * error(bilinear2d(small, 2))
