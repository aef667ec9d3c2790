"""A browser's long name for itself in two words, so that people recognise their own devices."""

import re

# In this order: nearly every browser claims to be others as well.
BROWSERS = (
    (r"\bEdgA?/|\bEdgiOS/", "Edge"),
    (r"\bOPR/|\bOPiOS/|\bOPT/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\bDuckDuckGo/|\bDdg/", "DuckDuckGo"),
    (r"\bFirefox/|\bFxiOS/|\bFocus/", "Firefox"),
    (r"\bChrome/|\bCriOS/|\bChromium/", "Chrome"),
    (r"\bVersion/[\d.]+ .*Safari/", "Safari"),
)
SYSTEMS = (
    (r"\bAndroid\b", "Android"),
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac OS X\b|\bMacintosh\b", "Mac"),
    (r"\bLinux\b|\bX11\b", "Linux"),
)


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """Such as ("Chrome", "Android"); "" for what cannot be told."""
    return _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, text)), "")
