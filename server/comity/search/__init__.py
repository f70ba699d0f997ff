"""Names and sentences, found however they are spelt: an index that is written when a snapshot is built."""
