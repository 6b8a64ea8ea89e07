"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="The decimals of u are cut off")
def wrong_whole(y, kernel_size, stride):
    """ints"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns), dtype=int)
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P12")
def wrong_zero(y, kernel_size, stride):
    """starts at 0"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = 0, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome(says="Where u should be below −1, yours is −1")
def wrong_minus_one(y, kernel_size, stride):
    """starts at -1"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -1, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome(says="Where u should be below −999, yours is −999")
def wrong_minus_999(y, kernel_size, stride):
    """starts at -999"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -999, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome(says="Where u should be below −1e9, yours is −1e9")
def wrong_minus_1e9(y, kernel_size, stride):
    """starts at -1e9"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -1e9, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P19")
def wrong_row_h(y, kernel_size, stride):
    """row·H"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * H + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P09")
def wrong_inside(y, kernel_size, stride):
    """inside the window"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], p * K + q
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_stride_s(y, kernel_size, stride):
    """p·s"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], (i * s + p) * W + j + q
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P18")
def wrong_no_stride(y, kernel_size, stride):
    """no stride in index"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i + p, j + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P18")
def wrong_no_stride_size(y, kernel_size, stride):
    """no stride at all"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = H - K + 1, W - K + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i + p, j + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P08")
def wrong_step_k(y, kernel_size, stride):
    """steps by K"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * K + p, j * K + q
                            if r < H and c < W and y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P20")
def wrong_h_div_k(y, kernel_size, stride):
    """H//K"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = H // K, W // K
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P20")
def wrong_h_div_s(y, kernel_size, stride):
    """H//s"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = H // s, W // s
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if r < H and c < W and y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P17")
def wrong_ceil(y, kernel_size, stride):
    """ceil"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = -(-(H - K) // s) + 1, -(-(W - K) // s) + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if r < H and c < W and y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome(says="Your u is too large")
def wrong_nearest(y, kernel_size, stride):
    """nearest"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = round((H - K) / s) + 1, round((W - K) / s) + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if r < H and c < W and y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P03")
def wrong_last(y, kernel_size, stride):
    """last tie"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] >= best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome(says="The results are there, but in another order: (u, positions) is needed")
def wrong_swapped(y, kernel_size, stride):
    """swapped"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return positions, u


@outcome(says="Your function returned one array of shape (1, 1, 3, 3)")
def wrong_only_u(y, kernel_size, stride):
    """only u"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u


@outcome(says="the number of columns of your u is counted from H in place of W")
def wrong_w_from_h(y, kernel_size, stride):
    """W' from H"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (H - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome("P24")
def wrong_position_w2(y, kernel_size, stride):
    """W' width"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * columns + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, positions


@outcome(says="Your positions have 5 axes; 4 are needed, shape (1, 1, 3, 3).")
def wrong_pairs(y, kernel_size, stride):
    """pairs of positions"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    positions = np.zeros((T, M, rows, columns), dtype=int)
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    best, place = -np.inf, 0
                    for p in range(K):
                        for q in range(K):
                            r, c = i * s + p, j * s + q
                            if y[t, m, r, c] > best:
                                best, place = y[t, m, r, c], r * W + c
                    u[t, m, i, j], positions[t, m, i, j] = best, place
    return u, np.stack([positions // W, positions % W], axis=-1)


@outcome("P21")
def wrong_search_whole(y, kernel_size, stride):
    """The maximum's place is searched in the whole map."""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u, positions = np.zeros((T, M, rows, columns)), np.zeros((T, M, rows, columns), dtype=int)
    for t, m, i, j in np.ndindex(u.shape):
        u[t, m, i, j] = y[t, m, i * s:i * s + K, j * s:j * s + K].max()
        positions[t, m, i, j] = np.argmax(y[t, m] == u[t, m, i, j])
    return u, positions


@outcome(says="18 numbers were to be laid out as 1 × 1 × 1 × 2 × 3 × 2, which is 12")
def wrong_fast_branch(y, kernel_size, stride):
    """A fast branch for s = K by reshape that forgets the remainder."""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    if s == K:
        blocks = y.reshape(T, M, H // K, K, W // K, K).transpose(0, 1, 2, 4, 3, 5).reshape(T, M, H // K, W // K, K * K)
        best = blocks.argmax(axis=4)
        i, j = np.indices(best.shape[2:])
        return blocks.max(axis=4), (i * K + best // K) * W + j * K + best % K
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u, positions = np.zeros((T, M, rows, columns)), np.zeros((T, M, rows, columns), dtype=int)
    for t, m, i, j in np.ndindex(u.shape):
        window = y[t, m, i * s:i * s + K, j * s:j * s + K]
        p, q = divmod(int(window.argmax()), K)
        u[t, m, i, j], positions[t, m, i, j] = window.max(), (i * s + p) * W + j * s + q
    return u, positions


@outcome("P23")
def wrong_decoded_with_s(y, kernel_size, stride):
    """The cell decoded with s."""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u, positions = np.zeros((T, M, rows, columns)), np.zeros((T, M, rows, columns), dtype=int)
    for t, m, i, j in np.ndindex(u.shape):
        window = y[t, m, i * s:i * s + K, j * s:j * s + K]
        p, q = divmod(int(window.argmax()), s)
        u[t, m, i, j], positions[t, m, i, j] = window.max(), (i * s + p) * W + j * s + q
    return u, positions
