"""The bytes of an ONNX model of one operation: onnxruntime needs no more, so the package onnx is not needed."""

import numpy as np

__all__ = ["model"]

FLOAT, INT, INTS = 1, 2, 7  # of the ONNX format: a tensor of float32, attribute types


def model(op, arrays, attributes):
    """One node `op`: its first array is the input "y", the others are kept in the model as weights.

    The numbers are the field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
    """
    names = ["y", *(f"w{k}" for k in range(1, len(arrays)))]
    node = b"".join(_text(1, name) for name in names) + _text(2, "z") + _text(4, op)
    for name, value in attributes.items():
        many = isinstance(value, list)
        numbers = b"".join(_number(8, n) for n in value) if many else _number(3, value)
        node += _part(5, _text(1, name) + numbers + _number(20, INTS if many else INT))
    graph = _part(1, node) + _text(2, "one")
    for name, array in zip(names[1:], arrays[1:], strict=True):
        tensor = b"".join(_number(1, n) for n in array.shape) + _number(2, FLOAT) + _text(8, name)
        graph += _part(5, tensor + _part(9, np.ascontiguousarray(array).tobytes()))
    graph += _part(11, _value("y", arrays[0].shape)) + _part(12, _value("z", ()))
    return _number(1, 8) + _part(7, graph) + _part(8, _text(1, "") + _number(2, 17))


def _value(name, shape):
    sizes = _part(2, b"".join(_part(1, _number(1, n)) for n in shape)) if shape else b""
    return _text(1, name) + _part(2, _part(1, _number(1, FLOAT) + sizes))


def _varint(number):
    low, rest = number & 127, number >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])


def _number(field, value):
    return _varint(field << 3) + _varint(value)


def _part(field, content):
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field, text):
    return _part(field, text.encode())
