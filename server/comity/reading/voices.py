"""Those whose claims have a graph of their own, by their names."""

from collections.abc import Sequence

from comity.reading.asking import Reader, listed, value
from comity.reading.names import Name, names, words
from comity.vocabulary import CLAIMS

SPEAKERS = """
SELECT DISTINCT ?graph ?agent WHERE {
  VALUES ?graph { %s } ?claim comity:contentIn ?graph ; comity:allegedBy ?agent
} ORDER BY ?graph ?agent"""


def voices(reader: Reader, claimants: Sequence[str]) -> dict[str, Name]:
    """Return what each of *claimants*, known by the file of their claims, is called."""
    graphs = {CLAIMS + claimant: claimant for claimant in claimants}
    agents: dict[str, str] = {}
    for row in reader.rows(SPEAKERS % listed(graphs)) if graphs else ():
        slug = graphs[value(row, "graph")]
        agent = value(row, "agent")
        if slug not in agents or agent.endswith(f"/{slug}"):
            agents[slug] = agent
    called = names(reader, agents.values()) if agents else {}
    by_slug = {slug: Name(words(slug).title(), is_made=True) for slug in claimants}
    return by_slug | {slug: called[agent] for slug, agent in agents.items()}
