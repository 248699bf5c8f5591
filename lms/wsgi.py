"""What the WSGI server imports."""

import gc

from lms import create_app

app = create_app()
#: What was made so far lives as long as the process: the collector need not look at it again.
gc.freeze()
