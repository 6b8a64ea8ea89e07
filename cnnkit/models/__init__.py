"""Networks of the lecture, made of layers: LeNet, banks, a decoder, residual and separable ones (lecture 2 to 5.4)."""

from cnnkit.models.bank import bank_net
from cnnkit.models.decoder import doubler
from cnnkit.models.lenet import digits_net, lenet
from cnnkit.models.residual import resnet
from cnnkit.models.separable import mobile, separable

__all__ = ["bank_net", "digits_net", "doubler", "lenet", "mobile", "resnet", "separable"]
