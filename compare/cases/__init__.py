"""What a step is given: sizes, activations, hyper-parameters and weights, checked at the border."""
