"""What a reply is worth: levels from marks, gates, total, band, advice, and the teacher's overrides.

Says no to buyers, shops and disk. It never reads the text again.
"""
