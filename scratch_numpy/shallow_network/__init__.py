"""One hidden layer twice: unit by unit and sample by sample, then in matrices."""
