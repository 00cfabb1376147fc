"""What is sold: categories, articles, modifiers, formules, stations, VAT, 86."""
