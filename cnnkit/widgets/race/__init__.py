"""Race: right and wrong gradients train side by side."""
