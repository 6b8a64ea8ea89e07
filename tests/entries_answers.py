"""Entry points of the nets that answer with places, with right arguments."""

import numpy as np
from bad_values import (
    Odd,
    array,
    choice,
    count,
    function,
    layer,
    only,
    rate,
)
from entries import Entry, entry
from entries_nets import rng, small_net

from cnnkit import models
from cnnkit.models import detector, pose_nets

IMAGES, BOXES = np.ones((2, 1, 64, 64), np.float32), np.full((2, 4), 30.0)
LABELS, JOINTS = np.array([0, 1]), np.full((2, 14, 2), 30.0)
SEEN = array(2, 1, 64, 64, wrong=(np.ones((2, 1, 32, 32)),))
SCENES = only(lambda: (IMAGES, (LABELS, BOXES)), None, 3, "ab", (), (IMAGES,), (IMAGES, LABELS), (IMAGES, (LABELS, BOXES[:1])), {},
              (IMAGES, (LABELS, JOINTS)), (IMAGES[:, :, :32], (LABELS, BOXES)), (None, (LABELS, BOXES)), (IMAGES, (LABELS, None)),
              (IMAGES, (LABELS + 0.5, BOXES)), (IMAGES, (None, BOXES)), (IMAGES, [1, 2]), (IMAGES, (1, 2)), Odd())  # fmt: skip
FIGURES = only(lambda: (IMAGES, JOINTS), None, 3, "ab", (), (IMAGES,), (IMAGES, JOINTS[:1]), (IMAGES, BOXES), (IMAGES, None), {},
               (None, JOINTS), (IMAGES[0, 0], JOINTS), (IMAGES, JOINTS[:, :3]), Odd())  # fmt: skip
RUN = {"seed": count(0, smallest=0), "epochs": count(1, smallest=1), "on_epoch": function(len, optional=True)}
LENGTH = rate(1.0, wrong=(0,))


def box_net():
    return models.box_net(rng())


def joint_net():
    return models.joint_net(rng())


def diverged(wanted):
    return detector.detection()(np.zeros((2, 9)), wanted)


ANSWERS = [
    entry(detector.detection, weight=rate(1.0), length=LENGTH),
    Entry("cnnkit.models.detector.detection (wanted)", diverged, {"wanted": only(lambda: (LABELS, BOXES), None, 3, "ab", (LABELS,), {},
          (LABELS, None), (LABELS, BOXES[:1]), (LABELS + 5, BOXES), BOXES, Odd())}),
    entry(detector.trainer, net=layer(box_net), scenes=SCENES, **RUN, weight=rate(1.0), length=LENGTH),
    entry(detector.answers, net=layer(box_net), images=SEEN, length=LENGTH),
    Entry("cnnkit.models.detector.answers (another net)", lambda net: detector.answers(net, IMAGES), {"net": only(box_net,
          models.heatmap_net(rng(), joints=2), small_net())}),
    entry(detector.scores, net=layer(box_net), scenes=SCENES, length=LENGTH),
    entry(pose_nets.pose_divergence, z=array(2, 28, axes=False, wrong=(np.ones(3), np.ones((3, 28)), np.ones((2, 14, 3)), np.ones((2, 26)))),
          joints=array(2, 14, 2, wrong=(np.ones((2, 13, 2)), np.ones((2, 14, 3))))),
    entry(pose_nets.trainer, net=layer(joint_net), figures=FIGURES, **RUN),
    entry(pose_nets.answers, net=layer(joint_net), images=SEEN),
    Entry("cnnkit.models.pose_nets.answers (another net)", lambda net: pose_nets.answers(net, IMAGES), {"net": only(joint_net, box_net(),
          small_net())}),
    entry(pose_nets.trained, kind=choice("numbers")),
]  # fmt: skip
