"""Lesson 00: numbers."""


def double(y):
    return y.astype(float) * 2  # uint8 would run over at 256
