"""NetComparison: what the accuracy of four nets costs, in numbers learned, multiply-adds and milliseconds."""
