"""Operations compared: which is which, parameters, credentials, servers."""
