"""Load as gateways, programs and payers bring it, at times of its own; then the books against what was acknowledged."""
