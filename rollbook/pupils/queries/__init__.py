"""What others may ask of the admission register, by subject; answers are frozen values."""
