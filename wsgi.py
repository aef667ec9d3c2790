"""What any WSGI server loads: `wsgi:app`. `training serve` needs it not."""

from training.app import create_app
from training.core import logs

logs.configure()
app = create_app()
