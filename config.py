"""Settings, read once from the environment. docs/operations.md lists them all; a test holds it so."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"


class UnsafeSettings(RuntimeError):
    """The server refuses to start rather than run unsafely."""


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask settings for this environment; raises UnsafeSettings where production would be unsafe."""
    is_production = environ.get("ECA_ENV", "development") == "production"
    demo_mode = environ.get("DEMO", "0" if is_production else "1") == "1"
    if is_production:
        refuse_unsafe(environ, demo_mode=demo_mode)
    public_url = environ.get("PUBLIC_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}").rstrip("/")
    return {
        "IS_PRODUCTION": is_production,
        "DEMO_MODE": demo_mode,
        "SECRET_KEY": environ.get("SECRET_KEY") or kept_secret(INSTANCE / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": (uri := database_uri(environ.get("DATABASE_URL", ""))),
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(uri),
        "PUBLIC_URL": public_url,
        "TRUSTED_HOSTS": [host for host in environ.get("TRUSTED_HOSTS", "").split(",") if host] or None,
        "MAIL_URL": environ.get("MAIL_URL", ""),
        "MAIL_FROM": environ.get("MAIL_FROM", "ECA Policy <policy@localhost>"),
        "REDIS_URL": environ.get("REDIS_URL", ""),
        "PROXIES": int(environ.get("PROXIES", "0")),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_production,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "MAX_CONTENT_LENGTH": 20 * 2**20,
        "MAX_FORM_MEMORY_SIZE": 20 * 2**20,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_TIMEZONE": "Europe/Brussels",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "eca_policy" / "translations"),
        "RATELIMIT_STORAGE_URI": environ.get("REDIS_URL") or "memory://",
    }


def refuse_unsafe(environ: Mapping[str, str], *, demo_mode: bool) -> None:
    """Production needs its own secret, its own address, a list of hosts, and no open doors."""
    if demo_mode:
        raise UnsafeSettings(
            "Demo mode lets anyone sign in as anyone: unset DEMO, or unset ECA_ENV=production."
        )
    if len(environ.get("SECRET_KEY", "")) < 32:
        raise UnsafeSettings("Set SECRET_KEY to at least 32 random characters.")
    for name in ("DATABASE_URL", "PUBLIC_URL", "TRUSTED_HOSTS", "MAIL_URL"):
        if not environ.get(name):
            raise UnsafeSettings(f"Set {name}; docs/operations.md says to what.")
    if not environ["PUBLIC_URL"].startswith("https://"):
        raise UnsafeSettings("PUBLIC_URL must start with https://: sessions travel in cookies.")


def database_uri(url: str) -> str:
    """SQLite under instance/ when nothing is said; PostgreSQL addresses get the psycopg 3 driver."""
    if not url:
        INSTANCE.mkdir(exist_ok=True)
        return f"sqlite:///{INSTANCE / 'eca.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def engine_options(uri: str) -> dict[str, Any]:
    """A connection for each of the 32 threads and the worker's, and none that hangs on a dead server.

    What a statement was given stays out of logs and error messages: a secret position is among it.
    """
    options: dict[str, Any] = {"pool_size": 40, "max_overflow": 0, "hide_parameters": True}
    if uri.startswith("postgresql"):
        options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}
    return options


def kept_secret(path: Path) -> str:
    """A secret of this machine, made once, so that a restart signs nobody out."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text().strip()
