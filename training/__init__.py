"""Training of the verifier and of the nominator from the labelled corpus. Needs the ``train`` extra."""
