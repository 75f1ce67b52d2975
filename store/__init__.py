"""The memory: people, classes, attempts, turns, grades. The only room that knows SQL.

Says no to rules, grading and drawing. Every query is asked on behalf of someone.
"""
