"""The ways in over HTTP, a folder a face: a view reads what came, does one thing, and always answers politely."""
