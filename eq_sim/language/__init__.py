"""The language that the program speaks: sentences, counts and numbers as a person reads them."""
