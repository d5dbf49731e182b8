"""Cases: my list, the application, the case page, the desk of the organisation, appointments and agents."""
