"""Operations as methods: parameters, bodies, responses, paging, and the resources they belong to."""
