"""The page /docs: all addresses with their parameters, without scripts, so that it loads nothing from the network."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}"
    "code{background:#8882;padding:.1em .3em}td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}"
    ":root{color-scheme:light dark}"
)


def render_page(document: Mapping[str, Any]) -> str:
    """Render an OpenAPI document as HTML."""
    info = document["info"]
    operations = (
        render_operation(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(info["title"])}</title>'
        f"<style>{STYLE}</style><h1>{escape(info['title'])} {escape(info['version'])}</h1>"
        f'<p>{escape(info["summary"])} The whole description is in <a href="/openapi.json">/openapi.json</a>.</p>'
        f"{''.join(operations)}</html>"
    )


def render_operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    """Render one address: what it does and what it takes."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in operation.get("description", "").split("\n\n"))
    rows = "".join(render_parameters(operation))
    table = f"<table><tr><th>parameter<th>meaning{rows}</table>" if rows else ""
    body = "<p>Body: JSON, see /openapi.json.</p>" if "requestBody" in operation else ""
    return f"<h2><code>{method.upper()} {escape(path)}</code></h2>{paragraphs}{table}{body}"


def render_parameters(operation: Mapping[str, Any]) -> Iterator[str]:
    """Render the parameters of an address as rows."""
    for each in operation.get("parameters", ()):
        need = "" if not each["required"] else " (required)"
        yield f"<tr><td><code>{escape(each['name'])}</code>{need}<td>{escape(each.get('description', ''))}"
