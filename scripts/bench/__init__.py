"""How fast is the product, as ratios to the bare minimum measured in the same run on the same machine?"""
