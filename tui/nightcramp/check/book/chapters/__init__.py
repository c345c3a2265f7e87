"""The chapters of the review book, each a function that gives its HTML."""
