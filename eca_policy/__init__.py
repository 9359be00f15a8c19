"""ECA Policy: joint position papers of the European Clusters Alliance.

`create_app` reads as a table of contents; docs/architecture.md is the map.
"""

from collections.abc import Mapping
from typing import Any

from apiflask import APIFlask
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from eca_policy import cli, tables, web, worker  # noqa: F401
from eca_policy.accounts.own import own
from eca_policy.accounts.token_views import tokens
from eca_policy.accounts.views import accounts
from eca_policy.amendments.views import amendments
from eca_policy.api import specification
from eca_policy.api.views import api
from eca_policy.ballots.procedures.views import procedures
from eca_policy.ballots.proxies.views import proxies
from eca_policy.ballots.views import ballots
from eca_policy.comments.place_views import places
from eca_policy.comments.views import comments
from eca_policy.consolidation.views import consolidation
from eca_policy.extensions import babel, csrf, db, limiter, login_manager, migrate
from eca_policy.mandates.views import mandates
from eca_policy.members.door import choose_language, load_actor
from eca_policy.members.people import members
from eca_policy.pages import pages
from eca_policy.pages.health import health
from eca_policy.pages.outbox import outbox
from eca_policy.pages.public import public
from eca_policy.papers.views import papers
from eca_policy.voting.views import voting


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The whole application. `settings` replaces what the environment says (tests)."""
    app = APIFlask(
        __name__,
        title="ECA Policy",
        json_errors=False,
        spec_path=specification.PATH,
        docs_path=None,
        template_folder=str(config.ROOT / "templates"),
        instance_path=str(config.INSTANCE),
    )
    app.config.update(config.load() if settings is None else settings)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"))
    babel.init_app(app, locale_selector=choose_language)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    web.init_app(app, load_actor)
    worker.init_app(app)
    cli.init_app(app)

    rooms = (
        accounts,
        own,
        tokens,
        comments,
        places,
        amendments,
        voting,
        consolidation,
        members,
        papers,
        mandates,
        ballots,
        procedures,
        proxies,
        outbox,
        health,
        pages,
        public,
        api,
    )
    for room in rooms:
        app.register_blueprint(room)

    specification.init_app(app)
    believe_proxies(app, app.config["PROXIES"])
    web.refuse_unmarked(app)
    return app


def believe_proxies(app: Flask, count: int) -> None:
    """Take the visitor's address from as many proxies as stand before us; from none, believe nobody."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
