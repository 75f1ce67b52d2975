"""The face: draws what the desk returns. With app.py the only room that knows Streamlit and HTTP.

Decides nothing.
"""
