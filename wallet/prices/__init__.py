"""What an operation costs and how much a person may move: tariffs, ceilings, the file they are loaded from."""
