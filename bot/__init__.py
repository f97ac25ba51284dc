"""Byline answers questions from news articles, word for word, with the outlets they cite."""
