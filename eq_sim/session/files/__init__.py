"""What is kept in files: experiments, parameters, recordings; written whole or not at all."""

PARAMETERS = ".safetensors"
"""What the names of files of parameters end with."""

EXPERIMENT = ".eqsim"
"""What the names of files of whole experiments end with."""
