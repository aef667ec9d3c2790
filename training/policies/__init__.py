"""Read and sign: policies, and who signed which version."""
