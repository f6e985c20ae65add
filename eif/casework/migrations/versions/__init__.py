"""Which schemas has the casework store had? One numbered file each, forward only."""
