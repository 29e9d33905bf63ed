"""The place 对口关系."""
