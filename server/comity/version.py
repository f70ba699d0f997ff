"""The version of Comity, in one place."""

VERSION = "0.1.0"
