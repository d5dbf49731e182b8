"""The landing page, and what every page of the platform shows around its content."""
