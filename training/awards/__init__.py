"""Certificates as papers and badges, and how an outsider checks them."""
