"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("F14")
def wrong_no_pad(r, size, K, s, p):
    """No pad."""
    n = (size + 2 * p - K) // s + 1
    return [i for i in range(n) if i * s <= r < i * s + K]


@outcome("R14")
def wrong_le(r, size, K, s, p):
    """Le."""
    n = (size + 2 * p - K) // s + 1
    return [i for i in range(n) if i * s <= r + p <= i * s + K]


@outcome(says="The last entry of your rows is one too many")
def wrong_beyond(r, size, K, s, p):
    """Beyond."""
    return [i for i in range(size) if i * s <= r + p < i * s + K]


@outcome("R10")
def wrong_minuspad(r, size, K, s, p):
    """Minuspad."""
    n = (size + 2 * p - K) // s + 1
    return [i for i in range(n) if i * s <= r - p < i * s + K]


@outcome(says="Your rows are a single number")
def wrong_count(r, size, K, s, p):
    """Count."""
    n = (size + 2 * p - K) // s + 1
    return len([i for i in range(n) if i * s <= r + p < i * s + K])


@outcome(says="Your function returned a set")
def wrong_set(r, size, K, s, p):
    """Set."""
    n = (size + 2 * p - K) // s + 1
    return {i for i in range(n) if i * s <= r + p < i * s + K}


@outcome(says="Your function returned nothing. Does it end with return? Seen with a row that nothing reads, affected(7, 8, 3, 2, 0)")
def wrong_none(r, size, K, s, p):
    """None."""
    n = (size + 2 * p - K) // s + 1
    a = [i for i in range(n) if i * s <= r + p < i * s + K]
    return a if a else None


@outcome(says="Your rows end too early")
def wrong_size_no_pad(r, size, K, s, p):
    """Size no pad."""
    n = (size - K) // s + 1
    return [i for i in range(n) if i * s <= r + p < i * s + K]
