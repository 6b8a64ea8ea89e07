"""What banks are worth: `python -m tests.benchmarks.invariance [--seeds 0,1,2] [--kinds rotation,reflection,scale]`.

Trains every learner of `cnnkit.invariance` upright and moved.  A run takes up to half a minute and is kept in
invariance.json; invariance.md and invariance.png are made of all that are kept.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from cnnkit.invariance import AMOUNTS, LEARNERS

from .training import apart

__all__ = ["main", "table"]

FOLDER = Path(__file__).parent
TRAINED = {"upright": "upright", "moved": "moved, each by an amount of its own"}
SIZES = {"rotation": "turned by any angle", "reflection": "mirrored or not", "scale": "scaled by 0.5 to 1.3"}


def main():
    """Train what the options ask for, and write the table and the figure."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.invariance")
    options.add_argument("--seeds", default="0,1,2")
    options.add_argument("--kinds", default=",".join(LEARNERS))
    chosen = options.parse_args()
    kept_in = FOLDER / "invariance.json"
    kept = json.loads(kept_in.read_text()) if kept_in.exists() else {}
    for seed in chosen.seeds.split(","):
        for kind in chosen.kinds.split(","):
            for trained in TRAINED:
                done = apart(1, errors, kind, trained == "moved", int(seed))
                kept.setdefault(kind, {}).setdefault(trained, {})[seed] = done
                kept_in.write_text(json.dumps(kept, indent=1) + "\n")
                print(seed, kind, trained, {name: round(one["own"], 3) for name, one in done.items()}, flush=True)
    (FOLDER / "invariance.md").write_text(table(kept))
    figure(kept, FOLDER / "invariance.png")


def errors(threads, kind, moved, seed):
    """name → its weights, its error on images each moved by its own amount, and its error at every amount."""
    import numba

    from cnnkit.invariance import error_rates, learn, weights

    numba.set_num_threads(threads)
    done = {}
    for name in LEARNERS[kind]:
        net = learn(name, kind, seed, moved=moved)
        curve, own = error_rates(net, kind)
        done[name] = {"weights": weights(net), "own": round(own, 4), "curve": np.round(curve, 4).tolist()}
    return done


def table(kept):
    """Mean errors over the seeds as Markdown, with their shares of the plain net's."""
    lines = [
        "# Banks beside plain nets of as many weights",
        "",
        "3,000 images of Fashion-MNIST at 14 × 14, 12 epochs; error on 1,000 test images, mean and range over seeds.",
        "*Share* is the error as a share of the plain net's (aim: at most 0.7).",
    ]
    for kind, runs in kept.items():
        for trained, seeds in runs.items():
            upright = AMOUNTS[kind].index({"rotation": 0, "reflection": 0, "scale": 1.0}[kind])
            lines += ["", f"## Tested {SIZES[kind]}, trained {TRAINED[trained]}", ""]
            lines += ["| net | weights | error | range | share | error upright |", "| --- | ---: | ---: | --- | ---: | ---: |"]
            plain = np.mean([done["plain"]["own"] for done in seeds.values()])
            for name in LEARNERS[kind]:
                own = [done[name]["own"] for done in seeds.values()]
                straight = np.mean([done[name]["curve"][upright] for done in seeds.values()])
                count = next(iter(seeds.values()))[name]["weights"]
                lines.append(
                    f"| {name} | {count:,} | {np.mean(own):.1%} | {min(own):.1%} to {max(own):.1%} "
                    f"| {np.mean(own) / plain:.2f} | {straight:.1%} |"
                )
    return "\n".join([*lines, ""])


def figure(kept, path):
    """Error against the amount, one panel for each way of moving and of training."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    kinds = [kind for kind in kept if kind != "reflection"]  # two points make no curve
    grid, panels = plt.subplots(len(kinds), 2, figsize=(9, 3.2 * len(kinds)), sharey=True, layout="constrained", squeeze=False)
    colours = ("#777777", "#D55E00", "#0072B2", "#009E73", "#CC79A7")  # Okabe and Ito, as in the package
    for row, kind in zip(panels, kinds, strict=True):
        for axes, trained in zip(row, TRAINED, strict=True):
            for name, colour in zip(LEARNERS[kind], colours, strict=False):
                curves = [done[name]["curve"] for done in kept[kind].get(trained, {}).values()]
                axes.plot(AMOUNTS[kind], np.mean(curves, axis=0), color=colour, label=name, lw=1.6)
            axes.set_title(f"{kind}, trained {trained}", loc="left", fontsize=10)
            axes.set(ylim=(0, 1), xlabel="degrees" if kind == "rotation" else "factor")
            axes.grid(axis="y", color="#dddddd")
            axes.spines[:].set_visible(False)
        row[0].set_ylabel("error")
        row[1].legend(frameon=False, fontsize=8)
    grid.savefig(path, dpi=110)
    plt.close(grid)


if __name__ == "__main__":
    main()
