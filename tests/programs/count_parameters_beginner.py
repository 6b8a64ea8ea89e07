"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("F06")
def wrong_no_bias(layers):
    """No bias."""
    n = 0
    for l in layers:
        if l[0] == 'conv':
            n += l[1] * l[2] * l[3] ** 2
        elif l[0] == 'linear':
            n += l[1] * l[2]
    return n


@outcome("F33")
def wrong_k_once(layers):
    """K once."""
    n = 0
    for l in layers:
        if l[0] == 'conv':
            n += l[1] * l[2] * l[3] + l[2]
        elif l[0] == 'linear':
            n += l[1] * l[2] + l[2]
    return n


@outcome("F36")
def wrong_bias_m(layers):
    """Bias m."""
    n = 0
    for l in layers:
        if l[0] == 'conv':
            n += l[1] * l[2] * l[3] ** 2 + l[1]
        elif l[0] == 'linear':
            n += l[1] * l[2] + l[1]
    return n


@outcome("P14")
def wrong_pool(layers):
    """Pool."""
    n = 0
    for l in layers:
        if l[0] == 'conv':
            n += l[1] * l[2] * l[3] ** 2 + l[2]
        elif l[0] == 'linear':
            n += l[1] * l[2] + l[2]
        else:
            n += l[1] * l[1]
    return n


@outcome(says="Your count is the right one when only the last of layers counts")
def wrong_assign(layers):
    """Assign."""
    for l in layers:
        n = 0
        if l[0] == 'conv':
            n += l[1] * l[2] * l[3] ** 2 + l[2]
        elif l[0] == 'linear':
            n += l[1] * l[2] + l[2]
    return n


@outcome(says="Your count is not yet added up over axis 0")
def wrong_list(layers):
    """List."""
    out = []
    for l in layers:
        if l[0] == 'conv':
            out.append(l[1] * l[2] * l[3] ** 2 + l[2])
        elif l[0] == 'linear':
            out.append(l[1] * l[2] + l[2])
    return out
