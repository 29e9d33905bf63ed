"""One plain function for each thing a person does; it returns what changed."""
