"""Commands of the run-time core: search, recommend, similar, intent, doctor, bundle, session and import."""
