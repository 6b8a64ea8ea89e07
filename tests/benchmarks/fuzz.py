"""A long run of random calls over the whole public surface.

    python -m tests.benchmarks.fuzz [COUNT] [SEED]

Each call must give what an independent rule says or one of the package's clear errors; see `tests/fuzz`.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> int:
    """100,000 calls unless told otherwise; exit code 1 if one of them went wrong."""
    from fuzz.runs import run

    count, seed = (int(text) for text in [*sys.argv[1:3], *("100000", "0")[len(sys.argv[1:3]) :]])
    start = time.perf_counter()

    told = 0

    def tell(came):
        nonlocal told
        print(*came.wrong[told:], f"{sum(came.kinds.values()):,} calls, {len(came.wrong)} wrong, {time.perf_counter() - start:.0f} s",
              sep="\n", flush=True)  # fmt: skip
        told = len(came.wrong)

    came = run(seed, count, tell)
    print(came.report(most=200))
    return 1 if came.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
