"""Property tests are about the property: how long one example takes on a busy machine says nothing."""

from hypothesis import settings

settings.register_profile("text", deadline=None)
settings.load_profile("text")
