"""What several tests share: generated cases, references to compare with, servers and what is asked of them."""
