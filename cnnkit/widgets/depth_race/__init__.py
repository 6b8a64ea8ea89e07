"""DepthRace: shallow and deep nets, with and without skips, trained side by side."""
