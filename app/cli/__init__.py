"""The `sotto` command: a module for each family of its subcommands."""
