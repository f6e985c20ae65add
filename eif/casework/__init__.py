"""What do people decide, and how is it kept? `store` says how, and a module each what."""
