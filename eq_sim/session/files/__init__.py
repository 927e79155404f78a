"""What is kept in files: parameters, recordings; written whole or not at all."""
