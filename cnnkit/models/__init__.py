"""Networks of the lecture, made of layers: LeNet, banks, a decoder, those that answer where, residual and separable ones."""

from cnnkit.models.bank import bank_net
from cnnkit.models.decoder import doubler
from cnnkit.models.detector import box_net
from cnnkit.models.lenet import digits_net, lenet
from cnnkit.models.pose_nets import heatmap_net, joint_net
from cnnkit.models.residual import resnet
from cnnkit.models.separable import mobile, separable

__all__ = ["bank_net", "box_net", "digits_net", "doubler", "heatmap_net", "joint_net", "lenet", "mobile", "resnet", "separable"]
