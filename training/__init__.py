"""Training of the reader network and of the nominator from the labelled corpus. Needs the ``train`` extra."""

import os

# Threads that wait for work sleep instead of spinning: on a shared machine a step takes a third of the time.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
