"""`python -m cnnkit` is the command `cnnkit`."""

from cnnkit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
