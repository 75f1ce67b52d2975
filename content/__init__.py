"""The course as written: lessons, letters, phrases, interface words, and the one YAML loader.

Says no to any logic about replies or shops.
"""
