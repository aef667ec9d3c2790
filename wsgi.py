"""What a WSGI server loads: `wsgi:app`."""

from training.app import create_app

app = create_app()
