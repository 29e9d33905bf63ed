"""The place 人员."""
