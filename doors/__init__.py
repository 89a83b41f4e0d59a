"""The ways in over HTTP, one file each. A door reads what the wire says, hands it on, and always answers a person politely."""
