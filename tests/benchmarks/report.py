"""The committed result of `make bench`: a table in Markdown and a figure of all ratios."""

import math
import os
import platform
from pathlib import Path

import numba
import numpy as np

__all__ = ["Row", "machine", "write"]

SHORT = (
    0.9  # a row passes from this share of its "must" on: neighbours on the machine make 10 % noise
)

FOLDER = Path(__file__).parent


class Row:
    """One row of the table: what was measured with one number of threads."""

    def __init__(self, name, threads, must, aim, ours, theirs, ratio, onnx=None):
        self.name, self.threads, self.must, self.aim = name, threads, must, aim
        self.ours, self.theirs, self.ratio, self.onnx = ours, theirs, ratio, onnx

    @property
    def passed(self):
        """Whether the ratio reaches what it must, within the noise."""
        return self.ratio >= SHORT * self.must

    def markdown(self):
        """This row, times in milliseconds."""
        onnx = "" if self.onnx is None else f"{self.onnx:.2f}"
        mark = "" if self.passed else f"short by {1 - self.ratio / self.must:.0%}"
        numbers = f"{self.ours * 1e3:.3f} | {self.theirs * 1e3:.3f} | {self.ratio:.2f}"
        return f"| {self.name} | {numbers} | {self.must} | {self.aim} | {onnx} | {mark} |"


def machine():
    """The processor, and the versions of everything that was measured."""
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((li.split(":")[1].strip() for li in lines if "model name" in li), model)
    versions = {
        "Python": platform.python_version(),
        "NumPy": np.__version__,
        "Numba": numba.__version__,
    }
    for name in ("torch", "onnxruntime"):
        try:
            versions[name] = __import__(name).__version__
        except ImportError:
            versions[name] = "absent"
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    return f"{model}, {os.cpu_count()} cores; {listed}"


def summary(rows):
    """Geometric mean and worst row of some rows, in words."""
    mean = math.exp(sum(math.log(row.ratio) for row in rows) / len(rows))
    worst = min(rows, key=lambda row: row.ratio / row.must)
    short = sum(not row.passed for row in rows)
    return (
        f"Geometric mean of {len(rows)} ratios: {mean:.2f}. Worst against its must: {worst.name}, "
        f"{worst.ratio:.2f} of {worst.must}. Rows short of 0.9 × must: {short}."
    )


def write(rows, peaks, runs, name="results", folder=FOLDER):
    """Write NAME.md and NAME.png; `peaks` is (tile, bare) in GFLOP/s, or None."""
    text = ["# Speed of cnnkit beside PyTorch", "", machine() + ".", ""]
    text += [
        f"Ratio = PyTorch's time / ours, the median of {runs} runs measured in turns in one process; "
        "float32, milliseconds. Last number: onnxruntime's time / ours.",
        "",
    ]
    if peaks:
        text += [
            f"Inner tile: {peaks[0]:.0f} of {peaks[1]:.0f} GFLOP/s that bare multiply-adds reach, "
            f"{peaks[0] / peaks[1]:.0%} (must 90 %, aim 97 %).",
            "",
        ]
    for threads in sorted({row.threads for row in rows}):
        some = [row for row in rows if row.threads == threads]
        text += [f"## {threads} thread{'s' * (threads > 1)}", ""]
        text += ["| work | ours | PyTorch | ratio | must | aim | onnxruntime | |"]
        text += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"]
        text += [row.markdown() for row in some]
        text += ["", summary(some), ""]
    (folder / f"{name}.md").write_text("\n".join(text))
    _figure(rows, folder / f"{name}.png")


def _figure(rows, path):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    names = list(dict.fromkeys(row.name for row in rows))
    figure, axes = plt.subplots(figsize=(9, 0.22 * len(names) + 1), layout="constrained")
    axes.axvline(1, color="0.6", lw=1)
    for threads, color in ((1, "#00224e"), (2, "#d8a32e")):  # two colours of cividis
        some = [row for row in rows if row.threads == threads]
        places = [names.index(row.name) for row in some]
        label = f"{threads} thread{'s' * (threads > 1)}"
        axes.plot([row.ratio for row in some], places, "o", ms=4, color=color, label=label)
    must = {row.name: row.must for row in rows}
    axes.plot([must[n] for n in names], range(len(names)), "|", ms=8, color="0.3", label="must")
    axes.set(yticks=range(len(names)), ylim=(len(names), -1), xscale="log")
    axes.set_yticklabels(names, fontsize=7)
    ticks = [t for t in (0.5, 1, 2, 4, 8, 16) if t <= 2 * max(row.ratio for row in rows)]
    axes.set_xticks(ticks, [str(t) for t in ticks])
    axes.minorticks_off()
    axes.set_xlabel("PyTorch's time / ours")
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    figure.savefig(path, dpi=110)
    plt.close(figure)
