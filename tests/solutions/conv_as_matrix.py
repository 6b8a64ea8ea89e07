"""Ways to write `conv_as_matrix`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("F01", "S01", "S03")


def attempt(*beliefs):
    """Row after row, each laid out as a picture of the map."""

    def conv_as_matrix(w, input_size):
        high, wide = input_size
        down, across = high - w.shape[0] + 1, wide - w.shape[1] + 1
        matrix = []
        for output in range(down * across):
            row = [0.0] * (high * wide)
            for number, weight in enumerate(w.ravel()[::-1] if "F01" in beliefs else w.ravel()):
                r = output // across + number // w.shape[1]
                c = output % across + number % w.shape[1]
                row[r * (across if "S01" in beliefs else wide) + c] = weight
            matrix.append(row)
        return list(zip(*matrix)) if "S03" in beliefs else matrix

    return conv_as_matrix


def right_by_pictures(w, input_size):
    rows = []
    for i in range(input_size[0] - w.shape[0] + 1):
        for j in range(input_size[1] - w.shape[1] + 1):
            picture = np.zeros(input_size)
            picture[i : i + w.shape[0], j : j + w.shape[1]] = w
            rows.append(picture.ravel())
    return np.stack(rows)


def right_by_numbered_cells(w, input_size):
    numbers = np.arange(input_size[0] * input_size[1]).reshape(input_size)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, w.shape).reshape(-1, w.size)
    matrix = np.zeros((len(windows), numbers.size))
    np.put_along_axis(matrix, windows, w.reshape(1, -1), axis=1)
    return matrix


def wrong_filter_turned(w, input_size):
    return right_by_pictures(w[::-1, ::-1], input_size)


wrong_filter_turned.mistakes = ("F01",)


def wrong_inputs_as_rows(w, input_size):
    return right_by_numbered_cells(w, input_size).T


wrong_inputs_as_rows.mistakes = ("S03",)
