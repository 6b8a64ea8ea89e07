"""How fast the operations are, as ratios to PyTorch: `make bench` (needs the extra `bench`)."""
