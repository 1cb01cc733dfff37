"""Formula engines in processes of their own."""
