"""Characters that Word takes from symbol fonts, as Unicode."""

from __future__ import annotations

from typing import Final

# Wingdings, Wingdings 2 and Symbol place their glyphs in the private range F000-F0FF.
# Source: Unicode mapping tables of the fonts' vendors; only what contracts use.
_WINGDINGS: Final = {
    0x6F: "☐", 0x71: "☐", 0xA8: "☐", 0xFE: "☒", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0x78: "☒",
    0xA7: "▪", 0xD8: "➢", 0xE0: "→", 0x6C: "●", 0x6E: "■", 0x76: "❖",
}  # fmt: skip
_WINGDINGS_2: Final = {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x51: "☒", 0xA3: "☐", 0x30: "☐", 0x2A: "☐"}
_SYMBOL: Final = {
    0x2D: "−", 0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB9: "≠", 0xB4: "×", 0xB8: "÷", 0xBB: "≈",
    0xBE: "—", 0xA5: "∞", 0xAE: "→", 0xAC: "←", 0xDE: "⇒", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xE2: "®", 0xE3: "©",
    0xE4: "™", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x65: "ε", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x57: "Ω",
    0x44: "Δ", 0x53: "Σ",
}  # fmt: skip
UNKNOWN: Final = "\N{WHITE SQUARE}"


def symbol(font: str, char: str) -> str:
    """The character of a ``w:sym``: ``char`` is hexadecimal; a square when the glyph is not known."""
    try:
        code = int(char, 16)
    except ValueError:
        return UNKNOWN
    if code < 0xF000 and font.lower() not in {"wingdings", "wingdings 2", "wingdings 3", "symbol", "webdings"}:
        return chr(code) if 0x20 <= code < 0xD800 else UNKNOWN
    low = code & 0xFF
    table = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}.get(font.lower())
    if table is None:
        return chr(low) if 0x20 < low < 0x7F and font.lower() not in {"wingdings 3", "webdings"} else UNKNOWN
    if font.lower() == "symbol" and 0x20 <= low <= 0x40 and low not in table:
        return chr(low)
    return table.get(low, UNKNOWN)
