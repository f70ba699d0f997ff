"""What the engine writes as XML, made what an XML parser reads, or refused where it can be none.

Sources: XML 1.0 §2.2 https://www.w3.org/TR/xml/#charsets, §2.11 https://www.w3.org/TR/xml/#sec-line-ends;
RDF 1.1 XML Syntax §3 https://www.w3.org/TR/rdf-syntax-grammar/
"""

import re

FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
NAMELESS = re.compile(rb"<oxprefix:[ >/]")
"""How the engine begins an element for a property whose IRI ends in no name; in a text `<` is written &lt;."""
OVERLAP = 16


class XmlText:
    """A stream of XML as it is written, of which nothing may be left that a parser would stumble over."""

    def __init__(self) -> None:
        self._last = b""

    def checked(self, data: bytes) -> bytes:
        """Return the next piece, with carriage returns as a parser keeps them.

        Raises:
            ValueError: no XML can say what is in it; the message says why.
        """
        seen = self._last + data
        self._last = seen[-OVERLAP:]
        if FORBIDDEN.search(seen):
            raise ValueError("a text has a character that XML has no way to write")
        if NAMELESS.search(seen):
            raise ValueError("a property has an IRI that ends in no name of XML")
        return data.replace(b"\r", b"&#xD;")
