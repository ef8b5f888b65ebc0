"""Film facts: directors, cast, countries, languages, keywords and subjects, from Wikidata, Wikipedia and DBpedia."""
