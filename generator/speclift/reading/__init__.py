"""From folders of pages to what each of them states."""
