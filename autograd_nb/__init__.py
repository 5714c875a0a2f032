"""autograd_nb: learn automatic differentiation in Jupyter, with PyTorch's API and text."""
