"""What a table or a customer consumes: the book of orders, its facts and its rules."""
