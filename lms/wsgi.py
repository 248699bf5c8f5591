"""What the WSGI server imports."""

from lms import create_app

app = create_app()
