"""What happens next: cases, buyers, the shop and six platforms.

Says no to points and to disk (apart from loading its own case files once). It looks at a Reading, never at
the text and never at the mark.
"""
