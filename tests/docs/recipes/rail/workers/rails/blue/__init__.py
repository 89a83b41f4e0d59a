"""Blue Money: an operator of the tests' own, whose wire is as plain as one can be."""
