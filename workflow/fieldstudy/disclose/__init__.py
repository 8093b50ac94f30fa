"""Pass from the safeguarded into the open tier only what gives nobody away."""
