"""Pages of the office: staff do there what their commands do, by the very code of those."""
