"""The explorers: live pictures for JupyterLab, one folder each, loaded when first asked for."""

from importlib import import_module

from cnnkit import moved

_FOLDERS = {
    "BoxExplorer": "box",
    "ConvExplorer": "conv",
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
    "StackBuilder": "stack",
    "TrainingDashboard": "dashboard",
}

__all__ = [
    "BoxExplorer",
    "ConvExplorer",
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
    "StackBuilder",
    "TrainingDashboard",
]


def __getattr__(name):
    if name in _FOLDERS:
        return getattr(import_module(f"{__name__}.{_FOLDERS[name]}.explorer"), name)
    return moved.found(__name__, name)


def __dir__():
    return [*globals(), *_FOLDERS]
