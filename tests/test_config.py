"""Production refuses to start unsafely."""

import pytest

import config
from config import UnsafeSettings

SAFE = {
    "ECA_ENV": "production",
    "SECRET_KEY": "k" * 32,
    "DATABASE_URL": "postgresql://policy@db/policy",
    "PUBLIC_URL": "https://policy.example.org",
    "TRUSTED_HOSTS": "policy.example.org",
    "MAIL_URL": "smtp://mail.example.org",
}


def test_complete_production_settings_start_without_demo_mode() -> None:
    settings = config.load(SAFE)
    assert settings["DEMO_MODE"] is False
    assert settings["SESSION_COOKIE_SECURE"] is True


def test_demo_mode_refuses_to_start_with_production_settings() -> None:
    with pytest.raises(UnsafeSettings, match="Demo mode lets anyone sign in as anyone"):
        config.load(SAFE | {"DEMO": "1"})


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "PUBLIC_URL", "TRUSTED_HOSTS", "MAIL_URL"])
def test_production_names_the_setting_that_is_missing(name: str) -> None:
    with pytest.raises(UnsafeSettings, match=name):
        config.load({key: value for key, value in SAFE.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"), [("SECRET_KEY", "short"), ("PUBLIC_URL", "http://policy.example.org")]
)
def test_production_refuses_a_setting_that_is_unsafe(name: str, value: str) -> None:
    with pytest.raises(UnsafeSettings, match=name):
        config.load(SAFE | {name: value})


def test_development_is_a_demonstration_unless_told_otherwise() -> None:
    assert config.load({"SECRET_KEY": "x"})["DEMO_MODE"] is True
    assert config.load({"SECRET_KEY": "x", "DEMO": "0"})["DEMO_MODE"] is False
