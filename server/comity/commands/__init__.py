"""The commands, one module a subject; what they are made of stands in `options` and `terminal`."""
