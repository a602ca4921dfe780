"""The road from single-sample logistic regression to the L-layer net, rung by rung."""
