"""Addresses that a browser hands us, and where they may lead."""

HOME = "/"


def own_path(address: str) -> str:
    """The address, if it is a path on this site; else home. Nobody is led elsewhere after signing in."""
    leads_here = address.startswith("/") and not address.startswith(("//", "/\\"))
    # Browsers drop tabs and line breaks inside an address, so "/\t/host" would be "//host".
    if not leads_here or any(ord(sign) < 33 or ord(sign) == 127 or sign == "\\" for sign in address):
        return HOME
    if address.partition("?")[0] in {"/sign-in", "/sign-out"}:
        return HOME
    return address
