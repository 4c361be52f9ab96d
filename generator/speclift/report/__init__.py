"""What speclift says about the docs: findings, facts, coverage, one page of HTML, and mends."""
