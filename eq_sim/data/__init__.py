"""What a network learns from: generated points and real tables, in units that suit a network.

``dataset`` says what a data set is, ``generators`` and ``tables`` make them, ``sources`` lists
them by the names that scenario files use. NumPy alone.
"""
