"""Tools for agents: the graph in the shape that a language model can use, over the Model Context Protocol.

Only `server`, `http` and `messages` load the protocol's library. Beside `comity mcp`, the server loads this package: of it
only `published_graph` before an agent comes.
"""
