"""Machinery: how a signature becomes an element."""
