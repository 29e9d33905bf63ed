"""The place 设置."""
