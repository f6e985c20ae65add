"""What developers run: measuring speed, drawing the screenshots."""
