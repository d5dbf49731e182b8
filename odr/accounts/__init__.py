"""People, their sign-ins, and the bodies they belong to."""
