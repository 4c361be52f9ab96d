"""What speclift says of the docs: findings, facts, coverage, one page of HTML, and mends."""
