"""Small sources of film facts: those of the shipped table, and IMDb's files."""

import gzip
import json
from pathlib import Path
from typing import Any

from matinee.training.facts.build_table import DBPEDIA, WIKIDATA, WIKIPEDIA
from matinee.training.facts.wikipedia_films import DIRECTORS, RESOURCE, STARRING

Entry = dict[str, Any]
HEAT: Entry = {
    "imdb_id": "tt0113277",
    "label": "Heat",
    "enwiki_title": "Heat (1995 film)",
    "publication_date": "1995-12-15",
    "director": ["Q9000001"],
    "cast_member": ["Q9000002", "Q9000003", "Q9000002"],
    "country_of_origin": "Q30",
    "original_language": "Q1860",
    "genre": ["Q1", "Q2"],
    "main_subject": ["Q9000008"],
}
THIEF: Entry = {
    "imdb_id": "tt0083190",
    "enwiki_title": "Thief (film)",
    "director": ["Q9000001"],
    "cast_member": ["Q9000004"],
}
GENRES = [{"wikidata_id": "Q1", "genre_label": "drama film"}, {"wikidata_id": "Q2", "genre_label": "heist film"}]
LISTED = [
    {
        "title": "Heat",
        "year": 1995,
        "href": "Heat_(1995_film)",
        "cast": ["Al Pacino", "Robert De Niro", "De"],
        "extract": "Heat is a 1995 film directed by Michael Mann.",
    },
    {"title": "Thief", "year": 1981, "href": "Thief_(film)", "cast": ["James Caan"]},
]
EDGES = {
    DIRECTORS: [("Heat_(1995_film)", "Michael_Mann_(director)"), ("Thief_(film)", "Michael_Mann_(director)")],
    STARRING: [("Thief_(film)", "James_Caan"), ("Thief_(film)", "Pixar_Animation_Studios")],
}


def write_lines(path: Path, entries: list[Entry]) -> None:
    path.write_bytes(gzip.compress("".join(f"{json.dumps(entry)}\n" for entry in entries).encode()))


def write_sources(folder: Path) -> None:
    """Write the three sources of the shipped table into a folder."""
    for name in (WIKIDATA, WIKIPEDIA, DBPEDIA):
        (folder / name).mkdir()
    write_lines(folder / WIKIDATA / "wikidata-movies.json.gz", [HEAT, THIEF])
    write_lines(folder / WIKIDATA / "genres.json.gz", GENRES)
    (folder / WIKIPEDIA / "movies-1990s.json").write_text(json.dumps(LISTED))
    for name, edges in EDGES.items():
        lines = [f"{RESOURCE}{film} {RESOURCE}{person}\n" for film, person in edges]
        (folder / DBPEDIA / name).write_text("".join(lines))


BASICS = """tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres
tt0000005\tshort\tBlacksmith Scene\tBlacksmith Scene\t0\t1893\t\\N\t1\tShort
tt0113277\tmovie\tHeat\tHeat\t0\t1995\t\\N\t170\tAction,Crime
tt0986233\tmovie\tHunger\tHunger\t0\t2008\t\\N\t\\N\tDrama
tt2355540\tmovie\tLogistics\tLogistics\t0\t2012\t\\N\t51420\tDocumentary
"""
CREW = """tconst\tdirectors\twriters
tt0000005\tnm0005690\t\\N
tt0113277\tnm0000520\tnm0000520
tt0986233\t\\N\tnm2588606
tt2355540\tnm1,nm2,nm1\t\\N
"""
PRINCIPALS = """tconst\tordering\tnconst\tcategory\tjob\tcharacters
tt0113277\t2\tnm0000134\tactor\t\\N\t["Neil"]
tt0113277\t1\tnm0000199\tactor\t\\N\t["Vincent"]
tt0113277\t3\tnm0000520\tproducer\t\\N\t\\N
tt0113277\t10\tnm0000174\tactor\t\\N\t["Chris"]
tt0986233\t1\tnm1055413\tactor\t\\N\t\\N
tt0986233\t2\tnm2588606\tdirector\t\\N\t\\N
tt0986233\t3\tnm0000201\tactress\t\\N\t\\N
tt0986233\t4\tnm0000202\tarchive_footage\t\\N\t\\N
tt2355540\t1\tnm3\tself\t\\N\t\\N
"""
NAMES = """nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles
nm0000134\tRobert De Niro\t1943\t\\N\tactor\ttt0113277
nm0000174\tVal Kilmer\t1959\t2025\tactor\ttt0113277
nm0000199\tAl Pacino\t1940\t\\N\tactor\ttt0113277
nm0000520\tMichael Mann\t1943\t\\N\tdirector\ttt0113277
nm1055413\tMichael Fassbender\t1977\t\\N\tactor\ttt0986233
nm2588606\tSteve McQueen\t1969\t\\N\tdirector\ttt0986233
nm0000201\t\\N\t\\N\t\\N\tactress\ttt0986233
"""
IMDB_FILES = {"title.basics": BASICS, "title.crew": CREW, "title.principals": PRINCIPALS, "name.basics": NAMES}
