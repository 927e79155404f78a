"""The model and how it learns: a fully connected network over one flat vector θ. NumPy alone.

Read in this order: ``reference`` (all of it in a few plain lines, for reading), ``layout`` (where
each knob sits in θ), ``activations``, ``losses``, ``mlp`` (forward and backward as prepared NumPy
calls), ``initializers``, ``optimizers``.
"""
