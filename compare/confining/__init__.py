"""Inside the child: limits, what their code may import, and what stands in for what is missing."""
