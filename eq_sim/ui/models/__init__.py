"""Small models that views are built from: what one view shows, and no more of the experiment."""
