"""Addresses that a browser hands us, and where they may lead; and addresses of browsers."""

import ipaddress

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


def network_of(address: str) -> str:
    """What a throttle counts as one address: a home or a provider hands out 2^64 of the newer kind at once."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
