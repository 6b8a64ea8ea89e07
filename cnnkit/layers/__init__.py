"""Layers: objects with forward and backward that hold weights and call the functions of the package.

No arithmetic happens here; every formula stands in the module of its lecture section.
"""

from cnnkit.layers.bank import BankMax2d, BankNorm2d, FilterBank2d
from cnnkit.layers.batch_norm import BatchNorm2d
from cnnkit.layers.cells import Dropout, Flatten, Linear, Relu, Sigmoid, Tanh
from cnnkit.layers.heads import Heads, SoftArgmax2d
from cnnkit.layers.joined import Residual, Sequential
from cnnkit.layers.layer import Layer
from cnnkit.layers.maps import Conv2d, ConvTranspose2d, MaxPool2d, MeanPool2d
from cnnkit.layers.own import OwnConv2d, OwnMaxPool2d, OwnRelu

__all__ = [
    "BankMax2d",
    "BankNorm2d",
    "BatchNorm2d",
    "Conv2d",
    "ConvTranspose2d",
    "Dropout",
    "FilterBank2d",
    "Flatten",
    "Heads",
    "Layer",
    "Linear",
    "MaxPool2d",
    "MeanPool2d",
    "OwnConv2d",
    "OwnMaxPool2d",
    "OwnRelu",
    "Relu",
    "Residual",
    "Sequential",
    "Sigmoid",
    "SoftArgmax2d",
    "Tanh",
]
