"""Those whose claims have a graph of their own, by their names."""

from collections.abc import Mapping

from comity.reading.asking import Reader, listed, value
from comity.reading.names import Name, names, words

SPEAKERS = """
SELECT DISTINCT ?graph ?agent WHERE {
  VALUES ?graph { %s } ?claim comity:contentIn ?graph ; comity:allegedBy ?agent
} ORDER BY ?graph ?agent"""


def voices(reader: Reader, claimants: Mapping[str, str]) -> dict[str, Name]:
    """Return what each of *claimants*, known by the file of their claims, whose graph it gives, is called."""
    graphs = {graph: claimant for claimant, graph in claimants.items()}
    agents: dict[str, str] = {}
    for row in reader.rows(SPEAKERS % listed(graphs)) if graphs else ():
        slug = graphs[value(row, "graph")]
        agent = value(row, "agent")
        if slug not in agents or agent.endswith(f"/{slug}"):
            agents[slug] = agent
    called = names(reader, agents.values()) if agents else {}
    by_slug = {slug: Name(words(slug).title(), is_made=True) for slug in claimants}
    return by_slug | {slug: called[agent] for slug, agent in agents.items()}
