"""`matinee api`: the recommender over HTTP. Only this package and its command import FastAPI, pydantic and uvicorn."""
