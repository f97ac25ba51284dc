"""Byline: answers questions from a team's own news articles, word for word, with the outlet that each passage cites."""
