"""What gunicorn, Celery and `flask` load."""

from eca_policy import create_app

app = create_app()
