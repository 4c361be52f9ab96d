"""Resources that requests create, change and delete while the mock runs."""
