"""The verbs: sign in, open a case, answer, mark, review, report. It combines the rooms below and owns no noun.

Says no to SQL, to Streamlit and to regular expressions.
"""
