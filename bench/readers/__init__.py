"""Each reader behind a function of one line or two: ours, the other ones, and the floor."""
