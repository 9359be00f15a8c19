"""The OpenAPI description, made of the addresses, their access marks and their schemas."""

import re
from typing import Any

from apiflask import APIFlask
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from eca_policy import web
from eca_policy.api.fields import LARGEST_NUMBER

PATH = "/api/v1/openapi.json"
METHODS = {"GET", "POST", "PUT"}
PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457). `type` is stable; `detail` says what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "field", "detail"],
                "properties": {name: {"type": "string"} for name in ("in", "field", "detail")},
            },
        },
    },
}
IN_ADDRESSES: dict[type[BaseConverter], dict[str, Any]] = {
    web.Number: {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
    web.Reference: {"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"},
}
SETTINGS = {
    "DESCRIPTION": "Joint position papers: read them, comment, revise the text, vote. See docs/api.md.",
    "SECURITY_SCHEMES": {"token": {"type": "http", "scheme": "bearer"}},
    "AUTO_VALIDATION_ERROR_RESPONSE": False,
    "AUTO_404_RESPONSE": False,
    "AUTO_AUTH_ERROR_RESPONSE": False,
    "AUTO_OPERATION_ID": True,
}


def init_app(app: APIFlask) -> None:
    """Publish the description, for anyone."""
    app.config.update(SETTINGS, SERVERS=[{"url": app.config["PUBLIC_URL"]}])
    web.public(app.view_functions["openapi.spec"])

    @app.spec_processor
    def complete(spec: Any) -> Any:
        spec["components"]["schemas"]["Problem"] = PROBLEM
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith("api."):
                needs_token = web.access_of(app, rule.endpoint) != "public"
                for method in METHODS & (rule.methods or set()):
                    operation = spec["paths"][address(rule)][method.lower()]
                    describe(operation, rule, needs_token=needs_token)
        return spec


def address(rule: Rule) -> str:
    """The rule as OpenAPI writes it."""
    return re.sub(r"<(?:[^<:]+:)?([^>]+)>", r"{\1}", rule.rule)


def describe(operation: dict[str, Any], rule: Rule, *, needs_token: bool) -> None:
    """What the addresses and the access marks say about an operation."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["schema"] = schema_of(rule._converters[parameter["name"]])
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    if needs_token:
        operation["security"] = [{"token": []}]
    operation["responses"]["4XX"] = refused("Refused: nothing was changed.")


def schema_of(converter: BaseConverter) -> dict[str, Any]:
    """What a part of an address may be: of its kind, or one of these words."""
    if isinstance(converter, AnyConverter):
        return {"type": "string", "enum": sorted(converter.items)}
    return IN_ADDRESSES[type(converter)]


def refused(description: str) -> dict[str, Any]:
    """A response that is a problem."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}
