"""The POS page: order taking, paying, counter mode."""
