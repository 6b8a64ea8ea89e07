"""Ways to write `max_pool_grad`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("P04", "P05", "P07", "P11")


def attempt(*beliefs):
    """Map after map, on a flat gradient."""

    def max_pool_grad(du, positions, input_size):
        H, W = input_size
        dy = np.zeros((du.shape[0] * du.shape[1], H * W))
        maps = du.reshape(len(dy), -1), positions.reshape(len(dy), -1)
        for k, (gradients, places) in enumerate(zip(*maps)):
            for g, place in zip(gradients, places):
                if "P07" in beliefs:
                    if H != W:
                        raise IndexError("outside the map")
                    place = place % W * W + place // W
                dy[k, place] = g if "P04" in beliefs else dy[k, place] + g
                if "P11" in beliefs:
                    break
            if "P11" in beliefs:
                break
        dy = dy.reshape(*du.shape[:2], H, W)
        return dy / 9 if "P05" in beliefs else dy

    return max_pool_grad


def right_add_at(du, positions, input_size):
    dy = np.zeros((*du.shape[:2], *input_size))
    t, m = np.indices(du.shape)[:2]
    np.add.at(dy, (t, m, positions // input_size[1], positions % input_size[1]), du)
    return dy


def right_counted(du, positions, input_size):
    cells = input_size[0] * input_size[1]
    dy = [
        [np.bincount(p.ravel(), g.ravel(), cells).reshape(input_size) for p, g in zip(*example)]
        for example in zip(positions, du)
    ]
    return np.array(dy)


def right_by_one_hot(du, positions, input_size):
    hot = np.eye(input_size[0] * input_size[1])[positions]
    return np.einsum("tmij,tmijc->tmc", du, hot).reshape(*du.shape[:2], *input_size)


def wrong_plus_with_repeated_index(du, positions, input_size):
    dy = np.zeros((*du.shape[:2], *input_size))
    t, m = np.indices(du.shape)[:2]
    dy[t, m, positions // input_size[1], positions % input_size[1]] += du
    return dy


wrong_plus_with_repeated_index.mistakes = ("P04",)


def wrong_divided_by_height(du, positions, input_size):
    dy = np.zeros((*du.shape[:2], *input_size))
    for (t, m, i, j), g in np.ndenumerate(du):
        column, row = divmod(positions[t, m, i, j], input_size[1])
        dy[t, m, row, column] += g
    return dy


wrong_divided_by_height.mistakes = ("P07",)


def wrong_return_in_the_loop_over_windows(du, positions, input_size):
    dy = np.zeros((*du.shape[:2], *input_size))
    for cell in np.ndindex(du.shape):
        dy[cell[:2]][divmod(positions[cell], input_size[1])] += du[cell]
        return dy


wrong_return_in_the_loop_over_windows.mistakes = ("P11",)


def wrong_one_window_of_each_map(du, positions, input_size):
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m in np.ndindex(du.shape[:2]):
        dy[t, m].flat[positions[t, m, 0, 0]] = du[t, m, 0, 0]
    return dy


wrong_one_window_of_each_map.mistakes = ("P11",)
