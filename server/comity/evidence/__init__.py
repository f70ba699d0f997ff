"""Evidence: from a statement to the claims that say it, the nearest first, and whether it is contested."""
