"""GradientCheckExplorer: analytic beside numerical gradients."""
