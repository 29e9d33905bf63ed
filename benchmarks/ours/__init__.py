"""The same work by the product."""
