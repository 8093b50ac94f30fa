"""Begin a new study, a repository of its own that builds at once; never in a folder in use."""
