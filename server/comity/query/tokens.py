"""The words, names, texts and braces of a SPARQL request, in time linear in its length.

For finding the way in a request, not for judging it: what does not parse is left to the engine to refuse.
No run of letters is gone through twice, and what is never closed reaches to its end.

Source: SPARQL 1.1 §19.8 https://www.w3.org/TR/sparql11-query/#rTerminals
"""

import re

TOKEN = re.compile(
    r"""(?P<iri><[^<>\"{}|^`\x00-\x20]*+>)
    |(?P<comment>\#[^\r\n]*+)
    |(?P<string>\"\"\"(?:\"{0,2}+(?:[^\"\\]|\\.))*+\"{0,3}+|'''(?:'{0,2}+(?:[^'\\]|\\.))*+'{0,3}+
        |\"(?:[^\"\\\r\n]|\\.)*+\"?+|'(?:[^'\\\r\n]|\\.)*+'?+)
    |(?P<variable>[?$]\w++)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<name>(?:\w[\w.-]*+)?+:(?:[\w.:%-]|\\.)*+)
    |(?P<word>\w[\w.-]*+)
    |(?P<mark>[{};])""",
    re.VERBOSE | re.DOTALL,
)
