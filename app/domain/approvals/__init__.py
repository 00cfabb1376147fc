"""What a manager is asked to allow from another screen."""
