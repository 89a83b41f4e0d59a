"""Reading texts: tables of words and forms, and one parser. A text is shielded where it comes in, acted on later."""
