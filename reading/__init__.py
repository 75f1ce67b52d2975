"""What a reply says: one Reading, made once, never changed.

Says no to points, buyers and days. A Brief tells the reader what to look for; it comes from a case
but knows none.
"""
