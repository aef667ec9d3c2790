"""Standard Bearer."""

import os

# Before numpy is loaded for the first time: its matrices here are small, and threads of their own would make each of
# them wait for the other processes of a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
