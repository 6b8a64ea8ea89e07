"""Transposed convolution: by hand, against stamping, as convolution's adjoint, against PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from strategies import examples, stamps
from test_conv import near

import cnnkit
from cnnkit import reference
from cnnkit.shapes import ShapeError, Window

rng = np.random.default_rng(7)


def test_stamps_overlap_and_add_up_by_hand():
    y = np.array([[[[1.0, 2], [3, 4]]]])

    z = cnnkit.conv_transpose2d(y, np.ones((1, 1, 3, 3)), [100.0], stride=2, padding=1)

    # K 3, b 2: neighbours share one row and one column; the frame is cropped
    near(z[0, 0] - 100, [[1, 3, 2], [4, 10, 6], [3, 7, 4]])


def test_filters_are_input_map_first():
    y, w = np.array([1.0, 10]).reshape(1, 2, 1, 1), np.arange(1.0, 7).reshape(2, 3, 1, 1)

    assert cnnkit.conv_transpose2d(y, w).ravel().tolist() == [41, 52, 63]


@given(stamps())
def test_forward_is_stamping(scan):
    z = cnnkit.conv_transpose2d(
        scan.y, scan.w, scan.bias, output_padding=scan.output_padding, **scan.options
    )

    near(
        z,
        reference.conv_transpose2d(
            scan.y, scan.w, scan.bias, output_padding=scan.output_padding, **scan.options
        ),
    )


@given(stamps())
def test_gradients_are_the_formulas(scan):
    dy = cnnkit.conv_transpose2d_grad_input(scan.dz, scan.w, scan.input_size, **scan.options)
    dw = cnnkit.conv_transpose2d_grad_weight(scan.dz, scan.y, scan.kernel_size, **scan.options)

    near(
        dy,
        reference.conv_transpose2d_grad_input(scan.dz, scan.w, scan.input_size, **scan.options),
    )
    near(
        dw,
        reference.conv_transpose2d_grad_weight(scan.dz, scan.y, scan.kernel_size, **scan.options),
    )


@examples(300)
@given(stamps())
def test_both_gradients_are_adjoints_of_one_sum(scan):
    z = cnnkit.conv_transpose2d(scan.y, scan.w, output_padding=scan.output_padding, **scan.options)
    dy = cnnkit.conv_transpose2d_grad_input(scan.dz, scan.w, scan.input_size, **scan.options)
    dw = cnnkit.conv_transpose2d_grad_weight(scan.dz, scan.y, scan.kernel_size, **scan.options)

    near(np.vdot(z, scan.dz), np.vdot(scan.y, dy))
    near(np.vdot(z, scan.dz), np.vdot(scan.w, dw))


def test_it_transposes_the_convolution_with_the_same_filters():
    y, w = rng.normal(size=(2, 3, 7, 8)), rng.normal(size=(4, 3, 3, 2))
    options = {"stride": (2, 3), "padding": (1, 0)}
    z = cnnkit.conv2d(y, w, **options)
    back = rng.normal(size=z.shape)
    left_over = Window((3, 2), **options).remainder((7, 8))

    grown = cnnkit.conv_transpose2d(back, w, output_padding=left_over, **options)

    assert np.vdot(z, back) == pytest.approx(np.vdot(y, grown))


def test_numerical_gradient_of_every_entry():
    y, w = rng.normal(size=(2, 4, 3, 2)), rng.normal(size=(4, 1, 3, 2))
    options = {"stride": 2, "padding": 1, "groups": 2}
    dz = rng.normal(size=cnnkit.conv_transpose2d(y, w, output_padding=1, **options).shape)

    def div(y, w):
        return float(np.vdot(dz, cnnkit.conv_transpose2d(y, w, output_padding=1, **options)))

    dy = cnnkit.conv_transpose2d_grad_input(dz, w, (3, 2), **options)
    dw = cnnkit.conv_transpose2d_grad_weight(dz, y, (3, 2), **options)
    numerical = reference.numerical_gradient
    np.testing.assert_allclose(dy, numerical(lambda a: div(a, w), y), atol=1e-7)
    np.testing.assert_allclose(dw, numerical(lambda a: div(y, a), w), atol=1e-7)


@pytest.mark.slow
@examples(1000)
@given(stamps(np.float32, examples=(1, 3)))
def test_all_three_agree_with_pytorch(scan):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    y, w, bias = (torch.tensor(a, requires_grad=True) for a in (scan.y, scan.w, scan.bias))
    extra = scan.output_padding
    z = torch.nn.functional.conv_transpose2d(y, w, bias, output_padding=extra, **scan.options)
    dz = rng.normal(size=z.shape).astype(np.float32)
    z.backward(torch.tensor(dz))

    ours = cnnkit.conv_transpose2d(scan.y, scan.w, scan.bias, output_padding=extra, **scan.options)
    near(ours, z.detach().numpy(), np.float32)
    dy = cnnkit.conv_transpose2d_grad_input(dz, scan.w, scan.input_size, **scan.options)
    dw = cnnkit.conv_transpose2d_grad_weight(dz, scan.y, scan.kernel_size, **scan.options)
    near(dy, y.grad.numpy(), np.float32)
    near(dw, w.grad.numpy(), np.float32)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda y, w: cnnkit.conv_transpose2d(y, w[:1]), r"make axis 0 of w the input channels"),
        (lambda y, w: cnnkit.conv_transpose2d(y, w, [1, 2]), "w makes 3 maps"),
        (lambda y, w: cnnkit.conv_transpose2d(y, w, padding=3), "would grow to"),
        (lambda y, w: cnnkit.conv_transpose2d(y, w, groups=3), "groups is 3"),
        (lambda y, w: cnnkit.conv_transpose2d(y, w, np.ones((3, 1))), r"bias has shape \(3, 1\) but it needs 1 axis"),
        (lambda y, w: cnnkit.conv_transpose2d(y, w, output_padding=1), r"below \(1, 1\), the larger one of"),
        (lambda y, w: cnnkit.conv_transpose2d(y, w, stride=2, output_padding=9), r"it must be below \(2, 2\)"),
        (lambda y, w: cnnkit.conv_transpose2d(y, w, dilation=(1, 2), output_padding=(1, 0)), r"below \(1, 2\)"),
        (lambda y, w: cnnkit.conv_transpose2d_grad_input(y, w, (2, 2)), r"grows to \(3, 3, 3\); pass the stride"),
        (lambda y, w: cnnkit.conv_transpose2d_grad_weight(y, y, 2), r"grows to \(2, 4, 4\)"),
    ],
)
def test_what_does_not_fit_is_said(call, words):
    with pytest.raises(ShapeError, match=words):
        call(np.ones((1, 2, 3, 3)), np.ones((2, 3, 2, 2)))


@pytest.mark.parametrize("told", [1, 3, (1, 2), (2, 1)])
def test_a_gradient_of_another_stride_is_refused(told):
    y, w = np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3))
    dz = cnnkit.conv_transpose2d(y, w, stride=2)

    with pytest.raises(ShapeError, match="pass the stride"):
        cnnkit.conv_transpose2d_grad_input(dz, w, (3, 3), stride=told)
    with pytest.raises(ShapeError, match="pass the stride"):
        cnnkit.conv_transpose2d_grad_weight(dz, y, 3, stride=told)


def test_every_output_padding_that_forward_takes_is_taken_back():
    for stride, dilation, padding in ((3, 1, 0), (1, 3, 1), (3, 2, 1)):
        options = {"stride": stride, "dilation": dilation, "padding": padding}
        for extra in range(max(stride, dilation)):
            y, w = rng.normal(size=(1, 2, 1, 3)), rng.normal(size=(2, 1, 2, 2))
            z = cnnkit.conv_transpose2d(y, w, output_padding=extra, **options)
            dy = cnnkit.conv_transpose2d_grad_input(np.ones_like(z), w, (1, 3), **options)
            assert np.vdot(dy, y) == pytest.approx(z.sum())


def test_a_map_that_only_output_padding_saves_has_a_gradient():
    # a stamp of one cell, cropped by one on both sides: -1 rows, and two of output padding
    y, w = np.ones((1, 1, 1, 1)), np.ones((1, 1, 1, 1))
    options = {"stride": 3, "padding": 1}

    z = cnnkit.conv_transpose2d(y, w, output_padding=2, **options)

    assert z.tolist() == [[[[0.0]]]]
    assert cnnkit.conv_transpose2d_grad_input(z + 1, w, (1, 1), **options).item() == 0
    assert cnnkit.conv_transpose2d_grad_weight(z + 1, y, 1, **options).item() == 0
