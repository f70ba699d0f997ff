"""Tools for agents: the graph in the shape that a language model can use, over the Model Context Protocol.

Only `server` and `mount` load the protocol's library; nothing else of Comity loads this package.
"""
