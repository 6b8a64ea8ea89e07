"""What one = does in a loop over everything."""

import numpy as np

from tests.programs import outcome


@outcome("T05")
def wrong_equals(dz, y, kernel_size, stride, padding):
    """= in the innermost of four loops."""
    (M, H, W), (Kh, Kw) = y.shape[1:], kernel_size
    more = H * stride + Kh, W * stride + Kw  # no stamp is cut short
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, more[0]), (padding, more[1])))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for t, m, k, l in np.ndindex(y.shape):
        dw[m] = y[t, m, k, l] * framed[t, :, k * stride : k * stride + Kh, l * stride : l * stride + Kw]
    return dw
