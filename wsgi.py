"""What gunicorn, Celery and `flask` load."""

from eca_policy import create_app
from eca_policy.extensions import celery

__all__ = ["app", "celery"]

app = create_app()
