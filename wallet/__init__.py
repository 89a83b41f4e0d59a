"""The wallet itself: people, money and the rules. It knows no channel and no sentence."""
