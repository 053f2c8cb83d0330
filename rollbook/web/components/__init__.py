"""The components of the screens: what the template tags call, and the values they draw."""
