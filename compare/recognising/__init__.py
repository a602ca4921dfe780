"""Which network a recorded run is: its outputs, layers, cost, gradients and updates."""
