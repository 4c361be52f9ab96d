"""From a folder to typed pages: discovery, includes, markdown blocks, tables, HTTP samples."""
