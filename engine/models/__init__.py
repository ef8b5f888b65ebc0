"""The recommendation models at run time, and what is computed from them: item similarity and the film map."""
