"""Write clause folders and test them; print the library as a handbook."""
