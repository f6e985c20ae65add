"""What leaves the house: workbooks drawn from the same rows as the screen."""
