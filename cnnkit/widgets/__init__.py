"""The explorers: live pictures for JupyterLab, one folder each, loaded when first asked for."""

from importlib import import_module

from cnnkit import moved

_FOLDERS = {
    "BoxExplorer": "box",
    "ConvExplorer": "conv",
    "DepthExplorer": "depth",
    "DepthRace": "depth_race",
    "DescentExplorer": "descent",
    "ExpandExplorer": "expand",
    "FilterBankExplorer": "filter_bank",
    "GradientCheckExplorer": "gradient_check",
    "PoolExplorer": "pool",
    "PoseExplorer": "pose",
    "PoseTraining": "pose_training",
    "Predict": "questions",
    "Race": "race",
    "Recap": "questions",
    "RemainderExplorer": "remainder",
    "ScanExplorer": "scan",
    "SeparableExplorer": "separable",
    "StackBuilder": "stack",
    "TrainingDashboard": "dashboard",
}

__all__ = [
    "BoxExplorer",
    "ConvExplorer",
    "DepthExplorer",
    "DepthRace",
    "DescentExplorer",
    "ExpandExplorer",
    "FilterBankExplorer",
    "GradientCheckExplorer",
    "PoolExplorer",
    "PoseExplorer",
    "PoseTraining",
    "Predict",
    "Race",
    "Recap",
    "RemainderExplorer",
    "ScanExplorer",
    "SeparableExplorer",
    "StackBuilder",
    "TrainingDashboard",
]


def __getattr__(name):
    if name in _FOLDERS:
        return getattr(import_module(f"{__name__}.{_FOLDERS[name]}.explorer"), name)
    return moved.found(__name__, name)


def __dir__():
    return [*globals(), *_FOLDERS]
