"""StackBuilder: layers put together, with live shapes and receptive fields."""
