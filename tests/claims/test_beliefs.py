"""What questions claim, computed once more: every key from the question's own text and numbers, in another way.

The functions below read what a learner reads, and count where the questions compute: they share no code.
"""

import itertools
import math
import re

import numpy as np
import pytest

from cnnkit import data
from cnnkit.lessons import asking
from cnnkit.lessons.question import drawn

DRAWS = (100, pytest.param(1000, marks=pytest.mark.slow))


def ints(text):
    """The whole numbers of a text, in order, with their signs."""
    return [int(n) for n in re.findall(r"(?<![\w.])-?\d+(?![\w.]*\.\d)", plain(text))]


def plain(text):
    return text.replace("−", "-").replace(",", "")


def found(pattern, text):
    """Numbers at the places of a pattern."""
    match = re.search(pattern, plain(text), re.DOTALL)
    assert match, f"{pattern} is not in: {text}"
    return [float(part) if "." in part else int(part) for part in match.groups()]


def starts(H, K, s=1, p=0):
    """First padded row of every window that fits."""
    return [i for i in range(0, H + 2 * p, s) if i + K <= H + 2 * p]


def rows_read(H, K, s, p=0):
    return {i + k - p for i in starts(H, K, s, p) for k in range(K)} & set(range(H))


def sizes(text, *words):
    """Numbers after words, such as ("stride", "padding")."""
    return [found(rf"{word} (\d+)", text)[0] for word in words]


def shape(text):
    return [int(n) for n in re.search(r"shape `\(([\d, ]+)\)`", text)[1].split(",")]


def dot(patch, w):
    return sum(a * b for a, b in zip(np.ravel(patch), np.ravel(w), strict=True))


def axes(text, arrays):
    return shape(text)[1]


def slice_length(text, arrays):
    n, first, step = found(r"arange\((\d+)\).*y\[(\d+)::(\d+)\]", text)
    return len(range(first, n, step))


def dense(text, arrays):
    inputs, outputs = found(r"(\d+) inputs and (\d+) outputs", text)
    return sum(inputs + 1 for _ in range(outputs))


def chain(text, arrays):
    w, y, d = found(r"w = (\d+) y = (\d+) d = (\d+)", text)
    slope = [((w + h) * y - d) ** 2 for h in (1, -1)]  # a square: central differences are exact
    return (slope[0] - slope[1]) / 2


def byte(text, arrays):
    value, times = found(r"uint8 is (\d+).*\* (\d)", text)
    return value * times % 256


def positions(text, arrays):
    K, H, W = found(r"(\d+) × \d+ weights scans an? (\d+) × (\d+)", text)
    return len(starts(H, K)) * len(starts(W, K))


def shared(text, arrays):
    N, K, M = found(r"(\d+) filters of (\d+) × \d+ scan (\d+) maps", text)
    return sum(1 for _ in itertools.product(range(N), range(M), range(K), range(K)))


def place(text, arrays):
    [bias] = found(r"bias (\d+)", text)
    return dot(arrays["Y"][0:2, 1:3], arrays["w"]) + bias


def size(text, arrays):
    H, K, s, p = found(
        r"has (\d+) rows; the filter has (\d+). With stride (\d+) and padding (\d+)", text
    )
    return len(starts(H, K, s, p))


def floor(text, arrays):
    H, K, s = found(r"(\d+) columns filter of (\d+) columns stride (\d+)", text)
    return len(starts(H, K, s))


def rest(text, arrays):
    H, K, s, p = found(r"(\d+) rows filter of (\d+) rows stride (\d+) padding (\d+)", text)
    return H + 2 * p - (starts(H, K, s, p)[-1] + K)


def parameters(text, arrays):
    M, N, K = found(r"reads (\d+) maps of .* makes (\d+) maps with (\d+) ×", text)
    return N * (M * K * K + 1)


def cell(text, arrays):
    [bias] = found(r"bias (\d+)", text)
    return dot(arrays["Y"][0:2, 2:4], arrays["w"]) + bias


def field(text, arrays):
    first, s, second = found(
        r"with (\d+) × \d+ filters and stride (\d+) is followed by one with (\d+) ×", text
    )
    return len({i * s + k for i in range(second) for k in range(first)})


def readers(text, arrays):
    K, H, s, r, c = found(
        r"A (\d+) × \d+ filter scans an? (\d+) × \d+ map with stride (\d+).*cell \((\d+) (\d+)\)",
        text,
    )
    return sum(i <= r < i + K and j <= c < j + K for i in starts(H, K, s) for j in starts(H, K, s))


def mean(text, arrays):
    T, value = found(r"over (\d+) examples.*dDiv/dz = (\d+)", text)
    return value / T


def step(text, arrays):
    w, dw, eta = found(
        r"weight is (-?\d+) its gradient dLoss/dw is (-?\d+) and η = ([\d.]+)\.", text
    )
    return w - eta * dw


def kept(text, arrays):
    losses = [
        int(n) for n in re.search(r"steps are ([\d, −]+)\.", text)[1].replace("−", "-").split(", ")
    ]
    return next(k for k in range(1, len(losses)) if abs(losses[k] - losses[k - 1]) <= 1) + 1


def negative(text, arrays):
    return found(r"scores z of (\d+) examples", text)[0]


def dy(text, arrays):
    return arrays["dz"][0, 0] * arrays["w"][0, 1] + arrays["dz"][0, 1] * arrays["w"][0, 0]


def dw(text, arrays):
    return dot(arrays["Y"][0:2, 1:3], arrays["dz"])


def unread(text, arrays):
    K, H, s = found(r"A (\d+) × \d+ filter scans an? (\d+) × \d+ map with stride (\d+)", text)
    return H * H - len(rows_read(H, K, s)) ** 2


def relu(text, arrays):
    return sum(d for z, d in zip(arrays["z"][0], arrays["dy"][0], strict=True) if z > 0)


def position(text, arrays):
    row, column = found(r"begins at row (\d+) column (\d+) keep", text)
    window = [(arrays["Y"][r, c], r * 6 + c) for r in (row, row + 1) for c in (column, column + 1)]
    return max(window)[1]


def shares(text, arrays):
    K, s, du, r, c = found(
        r"windows of (\d+) × \d+ and stride (\d+).*every dU is (\d+).*row (\d+) column (\d+)", text
    )
    over = sum(i <= r < i + K and j <= c < j + K for i in (0, s, 2 * s) for j in (0, s, 2 * s))
    return over * du / K**2


def dropped(text, arrays):
    H, W, s = found(r"Of an? (\d+) × (\d+) map every (\d)", text)
    return sum(bool(r % s or c % s) for r in range(H) for c in range(W))


def updates(text, arrays):
    T, B, E = found(r"(\d+) images are seen in batches of (\d+).*in (\d+) epochs", text)
    return sum(1 for _ in range(E) for _ in range(0, T, B))


def steps(text, arrays):
    return found(r"batches of (\d+)", text)[0]


def turn(text, arrays):
    count, k = found(r"list of (\d+) layers.*layers\[(\d+)\]", text)
    return list(reversed(range(count))).index(k) + 1


def net_arrays(text, arrays):
    (convolutions,) = found(r"has (\d+) convolutions?,? .*with bias and followed", text)
    linears = 1 if "one affine layer with bias" in text else found(r"MLP of (\d+) affine layers", text)[0]
    return sum(2 for _ in range(convolutions + linears))


def expanded(text, arrays):
    b, p, K, H = found(
        r"stride (\d+) and padding (\d+) stamps a filter of (\d+) rows on (\d+) rows", text
    )
    return (
        len({k * b + i for k in range(H) for i in range(K)} | set(range((H - 1) * b + K))) - 2 * p
    )


def outgoing(text, arrays):
    K, b, p, H, W, row = found(
        r"a (\d+) × \d+ filter stride (\d+) and padding (\d+) enlarges an? (\d+) × (\d+) map.*row (\d+) column 0",
        text,
    )

    def kept_of(at, n):
        size = (n - 1) * b + K - 2 * p
        return sum(0 <= at * b + k - p < size for k in range(K))

    return kept_of(row, H) * kept_of(0, W)


def inverse(text, arrays):
    (a, b, c), (u, v) = arrays["Y"][0], arrays["w"][0]
    first, second = a * u + b * v, b * u + c * v
    return first * v + second * u


def bias_of_stamps(text, arrays):
    return found(r"the bias (\d+)", text)[0]


def output_padding(text, arrays):
    stamped = np.zeros(5)
    for k, value in enumerate(arrays["Y"][0]):
        stamped[2 * k : 2 * k + 3] += value * arrays["w"][0]
    # a column is cropped at each end, and output padding gives the last one back
    return stamped[1:][-1]


def checkerboard(text, arrays):
    K, most = found(r"A filter is (\d+) cells long.*strides 1 to (\d+)", text)

    def even(b):
        covered = np.zeros(20 * b + K, int)
        for k in range(20):
            covered[k * b : k * b + K] += 1
        return len(set(covered[K : 19 * b])) == 1

    return sum(even(b) for b in range(1, most + 1))


def shift(text, arrays):
    column, by = found(r"value in column (\d+).*moves (\d+) to the right", text)
    return column + by


def pooling(text, arrays):
    s, H = found(r"with (\d+) × \d+ windows.*map of (\d+) columns", text)
    windows = [{(k * s + i) % H for i in range(s)} for k in range(H // s)]
    return next(
        by
        for by in range(1, H + 1)
        if all({(c + by) % H for c in window} in windows for window in windows)
    )


def winner(text, arrays):
    R, degrees, member, by = found(
        r"bank has (\d+) members.*by (\d+)° more.*member (\d+) wins.*by (\d+)° about", text
    )
    angle = (member * degrees + by) % 360
    return next(k for k in range(R) if k * degrees % 360 == angle)


def remainder_choice(text, arrays):
    H0, s, p = found(r"H among (\d+)", text)[0], *found(r"stride (\d+) and padding (\d+)", text)
    [K] = found(r"bank of (\d+) ×", text)
    even = [H for H in range(H0, H0 + s) if starts(H, K, s, p)[-1] + K == H + 2 * p]
    [H] = even
    return f"H = {H}"


def angles(text, arrays):
    _, degrees, count = found(
        r"A (\d+) × \d+ filter is turned in steps of (\d+)° which makes (\d+) members", text
    )
    return sum(k * degrees % 90 != 0 for k in range(count))


def normalised(text, arrays):
    low, high, gamma, beta = found(r"two examples:? (-?\d+) and (-?\d+).* γ = (\d+).* β = (\d+)", text)
    return gamma * (high - (low + high) / 2) / ((high - low) / 2) + beta


def shortcut(text, arrays):
    rows, stride = found(r"maps of (\d+) rows with stride (\d+)", text)
    return len(range(0, rows, stride))


def not_switched(text, arrays):
    gamma, beta, cell = found(r"γ = (\d+) β = (-?\d+).* map holds (-?\d+) in every cell", text)
    batch = np.full(4, float(cell))
    return round(gamma * (batch[0] - batch.mean()) / np.sqrt(batch.var() + 1e-9) + beta)


def separable(text, arrays):
    K, _, M, N = found(r"filters of (\d+) × (\d+) leads from (\d+) maps to (\d+)", text)
    return sum(K * K + N for _ in range(M))


def between(text, arrays):
    return found(r"^(\d+) maps go", text)[0]


def bank_weights(text, arrays):
    N, K, M = found(r"has (\d+) filters of (\d+) × \d+ for (\d+) input", text)
    return N * M * K * K


def two_boxes(text, arrays):
    # cell by cell; the edges are whole numbers
    numbers = found(r"do \((\d+) (\d+) (\d+) (\d+)\) and \((\d+) (\d+) (\d+) (\d+)\)", text)
    a, b = ({(r, c) for r in range(r0, r1) for c in range(c0, c1)} for r0, c0, r1, c1 in (numbers[:4], numbers[4:]))
    return len(a | b)


def box_part(text, arrays):
    error, weight = found(r"is (\d+) off in the fourth. weight is (\d+)", text)
    return 2 * weight * sum(0.5 * gap**2 for gap in (0, 0, 0, error))


def unit(text, arrays):
    [side] = found(r"images of (\d+) ×", text)
    y, d = np.array([3.0, 5, 9, 8]), np.array([2.0, 7, 4, 8])
    pixels, parts = (0.5 * sum((p / n - q / n) ** 2 for p, q in zip(y, d, strict=True)) for n in (1, side))
    return round(pixels / parts)


def read_back(text, arrays):
    cells, pixels, row = found(r"maps of (\d+) × \d+ cells belong to images of (\d+) ×.* in its row (\d+) and", text)
    height = pixels / cells
    return (row * height + (row + 1) * height) / 2


def joints_found(text, arrays):
    side, list_of = re.search(r"An image is (\d+) pixels.* finds its \d+ joints ([\d, ]+) pixels away", text).groups()
    return sum(10 * int(away) <= int(side) for away in list_of.split(", "))


def cell_of_joint(text, arrays):
    row, height = found(r"lies in row (\d+) of the image.* covers (\d+) pixels", text)
    return next(k for k in range(row) if k * height <= row < (k + 1) * height)


KEYS = {
    "before-axes": axes, "before-slice": slice_length, "before-dense": dense, "before-chain": chain,
    "00-byte": byte, "00-axes": axes, "00-filter": axes,
    "01-positions": positions, "01-shared": shared, "01-place": place,
    "01-copies": lambda text, arrays: dot(arrays["y"], arrays["dz"]),
    "02-size": size, "02-floor": floor, "02-rest": rest, "02-parameters": parameters, "02-cell": cell,
    "02-field": field, "02-readers": readers,
    "03-mean": mean, "03-step": step, "03-kept": kept, "03-negative": negative,
    "04-dy": dy, "04-dw": dw, "04-unread": unread, "04-relu": relu,
    "04-dbias": lambda text, arrays: sum(arrays["dz"].flat),
    "05-negative": lambda text, arrays: max(arrays["Y"].flat),
    "05-position": position, "05-shares": shares, "05-dropped": dropped,
    "06-updates": updates, "06-steps": steps, "06-turn": turn, "06-arrays": net_arrays,
    "07-size": expanded, "07-outgoing": outgoing, "07-inverse": inverse, "07-bias": bias_of_stamps,
    "07-output-padding": output_padding, "07-checkerboard": checkerboard,
    "08-shift": shift, "08-pooling": pooling, "08-winner": winner, "08-remainder": remainder_choice,
    "08-angles": angles, "08-weights": bank_weights,
    "09-union": two_boxes, "09-part": box_part, "09-unit": unit,
    "10-read": read_back, "10-found": joints_found, "10-cell": cell_of_joint,
    "11-norm": normalised, "11-shortcut": shortcut, "11-switch": not_switched, "12-weights": separable, "12-maps": between,
}  # fmt: skip
RECAPS = {
    drawn(draw, np.random.default_rng(0)).id: draw
    for pool in asking.pools().values()
    for draw in pool.RECAP
}


def test_every_recap_is_computed_once_more():
    assert set(KEYS) == set(RECAPS)


@pytest.mark.parametrize("draws", DRAWS)
@pytest.mark.parametrize("id", RECAPS)
def test_the_key_is_what_one_counts(id, draws):
    rng = np.random.default_rng(5)
    for _ in range(draws):
        question = drawn(RECAPS[id], rng)
        counted = KEYS[id](
            question.text, {name: np.asarray(values) for name, values in question.arrays}
        )
        assert question.is_right(counted), (question.text, question.key, counted)
        assert question.tells_apart()
        check_arithmetic(question.why)
        if id in WORKED:
            assert evaluated(re.search(WORKED[id], plain(question.why))[1]) == question.key


# reasons that work the answer out, and where
WORKED = {
    "02-size": r"^(.*⌋ \+ 1):",
    "04-dy": r"w\(0 0\): (.*)\.$",
    "07-inverse": r"middle: (.*?)\. The",
    "07-output-padding": r"there: (.*)\.$",
    "08-weights": r"^([\d ·]+):",
}
EQUATION = re.compile(r"((?:[\d.()⌊⌋/·+ -]|mod)*\d\)?⌋?(?: \+ \d+)?) = (-?[\d.]+)")


def check_arithmetic(text):
    """Every "3 · 4 = 12" of a text is true."""
    for left, right in EQUATION.findall(plain(text)):
        left = left.strip()
        if not re.search(r"[·+/]|mod| - ", left) or left.count("(") != left.count(")"):
            continue
        assert math.isclose(evaluated(left), float(right.rstrip(".")), abs_tol=0.005), text


def evaluated(expression):
    """The value of an expression of digits and signs, written as a lesson writes it."""
    assert re.fullmatch(r"[\d.()⌊⌋/·+ -]*|.* mod .*", expression), expression
    for sign, operator in (("·", "*"), (" mod ", " % "), ("⌊", "math.floor("), ("⌋", ")")):
        expression = expression.replace(sign, operator)
    return eval(expression)


def test_arithmetic_is_checked():
    check_arithmetic("4 · 9 = 36 weights and (7 + 2·1 − 3) mod 2 = 0.")
    with pytest.raises(AssertionError):
        check_arithmetic("So 4 · 9 = 35.")


# --- predictions: one at a time -----------------------------------------------------------------------


def test_10_half():
    rng, question = np.random.default_rng(0), asking.prediction("10-half")
    joints = rng.random((200_000, 2))
    from_centre, from_corner = (math.fsum(np.hypot(*(joints - at).T)) / len(joints) for at in (0.5, 0))
    assert question.key == f"by a factor of {from_corner / from_centre:.1f}" == "by a factor of 2.0"
    assert f"{from_centre:.2f} of a cell" in question.why and f"corner {from_corner:.2f}" in question.why
    # what the beliefs would have to be true for, measured
    rows_alone, longer = np.hypot(*(joints - (0, 0.5)).T).mean(), from_centre + math.hypot(0.5, 0.5)
    said = [f"by a factor of {value:.1f}" for value in (rows_alone / from_centre, longer / from_centre)]
    assert set(said) | {"not at all", question.key} == set(question.choices)


def test_00_uint8():
    assert asking.prediction("00-uint8").key == 200 * 2 - 256


def test_01_gradient():
    key, why = asking.prediction("01-gradient").key, asking.prediction("01-gradient").why
    assert key == 64 * 100 and "576" in why and "5,824" in why
    assert 64 * 9 == 576 and 6400 - 576 == 5824


def test_02_unread():
    assert asking.prediction("02-unread").key == 49 - len(rows_read(7, 1, 2)) ** 2 == 33
    assert rows_read(7, 1, 2) == {0, 2, 4, 6}


def test_03_stop():
    question = asking.prediction("03-stop")
    usual, eta, small = (
        found(r"after (\d+) steps at a loss.*η = (0\.0+1)\?", question.text)[0],
        0.00001,
        2,
    )
    assert question.key == small and "100 steps" in question.text
    curved, w = (1.0, 0.305), [1.0, (1.4 / 0.305) ** 0.5]
    for rate, stops in ((0.1, usual), (eta, small)):
        at, losses = list(w), []
        while len(losses) < 2 or abs(losses[-1] - losses[-2]) > 0.0001:
            losses.append(sum(c * x * x for c, x in zip(curved, at)) / 2)
            at = [x - rate * c * x for c, x in zip(curved, at)]
        assert len(losses) == stops
    assert "1.2" in question.text and "loss of 1.2" in question.why


def test_04_stamp():
    w, dy = np.arange(1.0, 10).reshape(3, 3), np.zeros((8, 8))
    dy[2:5, 3:6] += 1 * w  # the output read this patch, and z moves by w there
    question = asking.prediction("04-stamp")
    assert question.key == "the filter, as it is" and np.array_equal(dy[2:5, 3:6], w)


def test_04_ones():
    w = np.random.default_rng(3).normal(size=(3, 3))
    right, forgotten = np.zeros((28, 28)), np.zeros((28, 28))
    for i, j in itertools.product(range(26), range(26)):
        right[i : i + 3, j : j + 3] += w
        forgotten[i : i + 3, j : j + 3] += w[::-1, ::-1]
    seen = ~np.isclose(right, forgotten)
    question = asking.prediction("04-ones")
    assert question.key == "about a quarter" and f"{seen.mean():.0%}" in question.why
    assert not seen[2:-2, 2:-2].any()  # the border is two cells wide
    assert (
        0.4 < 1 - 20**2 / 28**2 < 0.6 and pytest.approx(0.49, abs=0.005) == 1 - 20**2 / 28**2
    )  # four cells: half


def test_05_peak():
    question = asking.prediction("05-peak")
    over = sum(i <= 1 < i + 3 and j <= 1 < j + 3 for i in range(4) for j in range(4))
    assert question.key == over == 4 and len(starts(6, 3)) ** 2 == 16
    answers = {belief.id: belief.answer for belief in question.beliefs}
    assert answers["P04"] == 1 and answers["P05"] == pytest.approx(over / 9, abs=0.005)


def test_06_frozen():
    from cnnkit.lessons.lesson_06.questions import read_with_and_without

    trained, frozen = read_with_and_without()
    question = asking.prediction("06-frozen")
    assert question.key == "nearly as many as the first" and frozen > 0.9 * trained


@pytest.mark.slow
def test_06_adam():
    from cnnkit.widgets.race.view import RaceLanes

    question = asking.prediction("06-adam")
    percents = [n / 100 for n in found(r"(\d+)%.*?(\d+)%.*?(\d+)%", question.why)]
    run = RaceLanes(["twice", "flipped"], optimiser="Adam")
    for _ in run.run():
        pass
    ends = {one.entry.name: one.accuracies[:, -1] for one in run.standings()}
    assert question.key == "1/T twice"
    # the race's nets have the same layers: what the question says lies where three draws of the race lie
    for name, said in zip(("twice", "right", "flipped"), percents, strict=True):
        assert ends[name].min() - 0.03 < said < ends[name].max() + 0.03
    assert ends["twice"].min() > 0.9 * ends["right"].mean() > ends["flipped"].max()


def test_07_corner_and_even():
    assert asking.prediction("07-corner").key == sum(0 <= k - 1 < 8 for k in range(4)) ** 2 == 9
    assert asking.prediction("07-even").key == "K = 4, b = 2"


def test_08_sixes():
    images, labels = data.load("digits8")
    tests, wanted = data.load("digits8", "test")
    called = 0
    sixes = tests[wanted == 6]
    for six in sixes:
        far = np.abs(images - six[:, ::-1, ::-1]).astype(float) ** 2
        nearest = labels[np.argsort(far.sum(axis=(1, 2, 3)), kind="stable")[:3]]
        called += max(sorted(set(nearest)), key=list(nearest).count) == 9
    assert asking.prediction("08-sixes").is_right(100 * called / len(sixes))


def test_08_early_and_trained():
    assert asking.prediction("08-early").key == "no"
    assert asking.prediction("08-trained").key == "a bank whose members share their weights"


def test_09_shift():
    def counted(side):
        a, b = ({(r, c) for r in range(k, side + k) for c in range(k, side + k)} for k in (0, 1))
        return f"{len(a & b) / len(a | b):.2f}"

    question = asking.prediction("09-shift")
    assert question.key == counted(10) and counted(100) in question.choices and counted(100) in question.why
    assert "0.81" in question.choices and question.tells_apart()
    assert f"{9 * 10 / 100:.2f}" in question.choices  # one side loses a tenth, and the union stays

