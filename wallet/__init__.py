"""The wallet itself: people, money and the rules. It has no words of any channel, and calls nobody."""
