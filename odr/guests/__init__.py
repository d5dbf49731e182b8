"""People from outside the dispute, each admitted to channels named one by one."""
