"""Certificates from elsewhere: uploaded by their holders, checked by a person."""
