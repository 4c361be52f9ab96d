"""A document in several files as one, whose references lead to components alone."""
