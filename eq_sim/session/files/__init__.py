"""What is kept in files: parameters, recordings; written whole or not at all."""

PARAMETERS = ".safetensors"
"""What the names of files of parameters end with."""
