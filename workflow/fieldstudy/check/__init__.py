"""Say all that is missing or wrong in a study, with file and line; build nothing and write nothing."""
