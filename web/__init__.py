"""The ways in over HTTP, one file each: a door reads what the wire says, hands it on, and always answers politely."""
