"""One hidden layer twice: a loop over samples that accumulates, and one batch."""
