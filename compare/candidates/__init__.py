"""The one seam through which every implementation is reached, ours included."""
