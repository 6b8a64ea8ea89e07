"""What is known about one case: sizes by the lecture's letters, and what kind of numbers it holds."""

from __future__ import annotations

import numpy as np

__all__ = ["facts_of", "terms"]

# the axes of an argument, by its name and its number of axes
AXES = {
    ("y", 4): "TMHW", ("y", 2): "HW", ("images", 4): "TMHW", ("dz", 4): ("T", "N", "H′", "W′"), ("dz", 2): "TC",
    ("du", 4): ("T", "M", "H′", "W′"), ("z", 5): "TNRHW", ("z", 4): ("T", "N", "H′", "W′"), ("z", 2): "TC",
    ("w", 4): ("", "", "Kh", "Kw"), ("w", 3): ("", "Kh", "Kw"), ("w", 2): ("Kh", "Kw"), ("depthwise", 3): ("M", "Kh", "Kw"), ("pointwise", 2): "NM", ("patch", 3): ("M", "Kh", "Kw"), ("div", 1): "T", ("dy", 4): "TMHW",
    ("joints", 3): ("T", "J", ""), ("pred", 3): ("T", "J", ""), ("heatmaps", 4): "TJHW", ("maps", 4): "TJHW",
}  # fmt: skip
PAIRS = {"input_size": "HW", "size": "HW", "kernel_size": ("Kh", "Kw"), "output_size": ("H′", "W′")}
NUMBERS = {
    "size": "H", "stride": "s", "padding": "p", "dilation": "d", "output_padding": "output_padding", "in_channels": "M",
    "out_channels": "N", "kernel_size": "K", "eps": "eps", "epochs": "epochs", "r": "row",
}  # fmt: skip


def facts_of(names: tuple[str, ...], args: tuple) -> dict[str, object]:
    """Sizes and kinds of the arguments of one call.

    Examples
    --------
    >>> found = facts_of(("y", "kernel_size", "stride"), (np.zeros((1, 2, 7, 5)), 2, 2))
    >>> found["M"], found["K"], found["r"], found["whole"]
    (2, 2, 1, True)
    """
    found: dict[str, object] = {}
    arrays = [a for a in _arrays(args) if a.dtype.kind in "iuf"]
    maps = any(a.ndim == 4 for a in arrays)
    for name, arg in zip(names, args, strict=True):
        found |= _of_argument(name, arg, names, maps)
    if "gamma" in names:  # nothing is scanned: dz has the maps and the size of y
        found = {key: value for key, value in found.items() if key not in ("N", "H′", "W′")}
    _channels(found, names, args)
    if "K" in found:
        found |= {"Kh": found["K"], "Kw": found["K"]}
    elif found.get("Kh") == found.get("Kw") and "Kh" in found:
        found["K"] = found["Kh"]
    _remainder(found)
    _output(found)
    if arrays:
        found["whole"] = all((a == np.rint(a)).all() for a in arrays)
        found["largest"] = max(float(np.abs(a).max(initial=0)) for a in arrays)
        # uint8 and the like: np.abs of them is not asked for anything that overflows
        found["bytes"] = any(a.dtype.kind == "u" for a in arrays)
        found["ints"] = arrays[0].dtype.kind == "i"
        smallest = [float(np.abs(a[a != 0]).min()) for a in arrays if np.any(a)]
        found["small"] = bool(smallest) and min(smallest) < 5e-3
        found["below"] = _windows_below(found, arrays)
        found["constant"] = any(_constant_map(a) for name, a in zip(names, args, strict=True) if name == "y" and np.ndim(a) == 4)
    if "positions" in names:
        found["twice"] = _wins_twice(args[names.index("positions")])
    return found


def _arrays(args):
    for arg in args:
        if isinstance(arg, np.ndarray):
            yield arg
        elif isinstance(arg, list):
            yield from (item for item in arg if isinstance(item, np.ndarray))


def _of_argument(name, arg, names, maps) -> dict:
    if isinstance(arg, np.ndarray):
        if name == "w" and "in_channels" in names:
            return {"N": len(arg)}
        if name == "w" and arg.ndim == 2 and maps:  # weights from maps to maps, no filter
            return {"N": len(arg), "M": arg.shape[1]}
        axes = AXES.get((name, arg.ndim), ())
        return {axis: n for axis, n in zip(axes, arg.shape, strict=True) if axis} if axes else {}
    if isinstance(arg, tuple) and name in PAIRS and len(arg) == 2:
        return dict(zip(PAIRS[name], arg, strict=True))
    if isinstance(arg, bool | str):
        return {name: arg}
    if isinstance(arg, int | float) and name in NUMBERS:
        return {NUMBERS[name]: arg}
    if isinstance(arg, list | tuple) and name in ("layers", "factors"):
        return {"entries": len(arg)}
    return {}


def _channels(found, names, args) -> None:
    """Input and output maps of filters, from the argument that goes through them."""
    filters = next((a for n, a in zip(names, args, strict=True) if n == "w" and np.ndim(a) == 4), None)
    if filters is None:
        return
    for known, other in (("M", "N"), ("N", "M")):
        if known in found and other not in found:
            two = filters.shape[:2]
            first = known == "N"  # w[n, m], or w[m, n] where that alone fits
            found[other] = two[first] if found[known] == two[not first] else two[not first]
            return
    found.setdefault("N", filters.shape[0])
    found.setdefault("M", filters.shape[1])


def _remainder(found) -> None:
    """Rows or columns left over at the end of a scan, the larger of the two."""
    s, p = found.get("s"), found.get("p", 0)
    if not s or "Kh" not in found or "H" not in found or "output_padding" in found:
        return
    d = found.get("d", 1)
    left = [
        (found[size] + 2 * p - d * (found[k] - 1) - 1) % s
        for size, k in (("H", "Kh"), ("W", "Kw"))
        if size in found and k in found
    ]
    found["r"] = max(left)


def _output(found) -> None:
    """Rows and columns of what a scan makes, where no argument has that size."""
    if "H′" in found or "output_padding" in found or not {"H", "W", "Kh", "Kw"} <= set(found) or found.get("s", 1) < 1:
        return
    for out, size, k in (("H′", "H", "Kh"), ("W′", "W", "Kw")):
        found[out] = (found[size] + 2 * found.get("p", 0) - found[k]) // found.get("s", 1) + 1


def _wins_twice(positions) -> bool:
    """Whether some cell of a map wins in more than one window."""
    maps = positions.reshape(-1, positions[0, 0].size)
    return any(len(np.unique(places)) < len(places) for places in maps)


def _constant_map(y) -> bool:
    """Whether some map is the same number in all cells of all examples."""
    return y[:, 0].size > 1 and bool((np.ptp(y, axis=(0, 2, 3)) == 0).any())


def _windows_below(found, arrays) -> bool:
    """Whether some whole map lies below 0, where a search that starts at 0 shows."""
    return any(a.ndim == 4 and a.size and (a.max(axis=(2, 3)) < 0).any() for a in arrays)


def terms(found: dict[str, object]) -> dict[str, float]:
    """Numbers that somebody could have forgotten, added or divided by, in words.

    Examples
    --------
    >>> terms({"p": 2})["2·padding"]
    4
    """
    f = {key: value for key, value in found.items() if type(value) in (int, float)}
    said = {"1": 1, "2": 2}
    if "p" in f:
        said |= {"padding": f["p"], "2·padding": 2 * f["p"]}
    if "s" in f:
        said |= {"stride": f["s"], "stride − 1": f["s"] - 1}
    for key, word in (("output_padding", "output_padding"), ("d", "dilation"), ("T", "T, the number of examples"),
                      ("J", "the number of joints"), ("M", "M, the number of input maps"), ("N", "N, the number of output maps"), ("C", "the number of classes")):  # fmt: skip
        if key in f:
            said[word] = f[key]
    if "K" in f:
        K = f["K"]
        said |= {"K": K, "K − 1": K - 1, "2·(K − 1)": 2 * (K - 1), "K²": K * K}
    if "r" in f:
        said["the remainder"] = f["r"]
    if "Kh" in f and "M" in f:
        said |= {"Kh·Kw": f["Kh"] * f["Kw"], "M·Kh·Kw, the weights of a filter": f["M"] * f["Kh"] * f["Kw"]}
    if "H′" in f:
        said["H′·W′, the number of positions"] = f["H′"] * f["W′"]
        if "T" in f:
            said["T·H′·W′"] = f["T"] * f["H′"] * f["W′"]
    if "s" in f and f["s"] != 1:
        said["stride²"] = f["s"] ** 2
    return said
