"""Would a test notice if a rule were wrong? Changes one operator or constant at a time and runs the tests."""
