"""State -> what a screen shows. Pure functions, no Qt. A package for each window, one module
for each part; what every window says stands beside them."""
