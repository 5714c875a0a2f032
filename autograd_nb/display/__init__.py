"""What is shown: forms of a GraphDoc (`svg`, `text`, `html`, `dot`, `graphdoc`) and their hosts in IPython.

The forms take the plain document and never a tensor; what a picture shows is all in the document.
"""
