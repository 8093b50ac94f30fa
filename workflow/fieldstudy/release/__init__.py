"""Let nothing confidential out, and say exactly what did go out."""
