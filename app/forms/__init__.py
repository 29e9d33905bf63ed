"""The official papers: editions, layout in millimetres and their faces."""
