def fold(doc): pass
