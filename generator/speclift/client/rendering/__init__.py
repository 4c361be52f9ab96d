"""Records to source code: templates, lines of methods, the README's examples."""
