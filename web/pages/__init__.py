"""The parts every page shares: its headers, the words it is written in, and how it shows money and time."""
