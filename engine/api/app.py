"""The ASGI application: routes, checks and the OpenAPI document."""

import asyncio
from typing import Any

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware

from matinee.engine.api import catalogue_routes, film_routes, prompt_routes, session_route, user_routes
from matinee.engine.api.catalogue_routes import VERSION
from matinee.engine.api.docs_page import render_page
from matinee.engine.api.gatekeeping import AddressCheck, SizeCheck, TokenCheck
from matinee.engine.api.replies import add_error_handlers
from matinee.engine.api.settings import ApiSettings
from matinee.engine.api.step_schema import step_schemas
from matinee.engine.models.profile import FAVOURITES
from matinee.engine.recommender import Recommender
from matinee.engine.web.request_guard import RequestGuard

ROUTERS = (catalogue_routes, user_routes, film_routes, prompt_routes, session_route)


def make_app(recommender: Recommender, settings: ApiSettings) -> FastAPI:
    """Make the application.

    Args:
        recommender: answers all requests; one thread computes them, one after the other.
        settings: address, token and origins.
    """
    app = FastAPI(
        title="Matinee",
        summary="Film recommendations that follow every answer.",
        version=VERSION,
        docs_url=None,  # the pages of FastAPI load scripts from the network
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.recommender = recommender
    app.state.turn = asyncio.Lock()
    for module in ROUTERS:
        app.include_router(module.router)
    add_error_handlers(app)
    add_documentation(app, needs_token=settings.token is not None)
    app.add_middleware(SizeCheck)
    if settings.token is not None:
        app.add_middleware(TokenCheck, token=settings.token)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
        )
    guard = RequestGuard(settings.host, settings.port, settings.public_url, settings.origins)
    app.add_middleware(AddressCheck, guard=guard)  # added last, so it is asked first
    return app


def add_documentation(app: FastAPI, *, needs_token: bool) -> None:
    """Serve /openapi.json and /docs, made once."""

    def document() -> dict[str, Any]:
        if not app.openapi_schema:
            made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            made["components"]["schemas"] |= step_schemas()
            if needs_token:
                made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
                made["security"] = [{"token": []}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return Response(render_page(document()), media_type="text/html; charset=utf-8")


def warm_up(recommender: Recommender) -> None:
    """Load what the first search and the first session need; the sentence encoder is loaded by the first prompt."""
    recommender.warm_up()
    popular = recommender.sample_favourites(FAVOURITES, seed=0)
    if popular:
        recommender.session([movie.id for movie in popular]).next()
