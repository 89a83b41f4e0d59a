"""Everything that makes Mbongo run on one machine: embedded servers, supervision, the demo."""
