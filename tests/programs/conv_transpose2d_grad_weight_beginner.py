"""Wrong programs of a beginner, written from the text of the exercise alone."""


from cnnkit.lessons.lesson_04.solutions import conv2d_grad_weight
from tests.programs import outcome


@outcome("T09")
def wrong_noswap(dz, y, k, s, p):
    """Noswap."""
    return conv2d_grad_weight(dz, y, k, s, p)


@outcome("T11")
def wrong_T(dz, y, k, s, p):
    """T."""
    return conv2d_grad_weight(y, dz, k, s, p).transpose(1, 0, 2, 3)


@outcome("T04")
def wrong_flip(dz, y, k, s, p):
    """Flip."""
    return conv2d_grad_weight(y, dz, k, s, p)[:, :, ::-1, ::-1]


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_nopad(dz, y, k, s, p):
    """Nopad."""
    return conv2d_grad_weight(y, dz, k, s, 0)


@outcome(says="The shape of dw has rows and columns exchanged")
def wrong_kswap(dz, y, k, s, p):
    """Kswap."""
    return conv2d_grad_weight(y, dz, k[::-1], s, p)


@outcome(says="Your dw is the right one divided by T, the number of examples")
def wrong_mean(dz, y, k, s, p):
    """Mean."""
    return conv2d_grad_weight(y, dz, k, s, p) / len(y)


@outcome(says="Your dw is the right one when stride and padding change places")
def wrong_sp(dz, y, k, s, p):
    """Sp."""
    return conv2d_grad_weight(y, dz, k, p, s)
