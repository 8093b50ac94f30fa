"""Build a study by Snakemake, and show how far it is."""
