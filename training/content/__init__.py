"""Documents: everything that is taught, as text with a schema, immutable versions and one publish gate."""
