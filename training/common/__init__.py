"""Parts shared by the training of all embedded specialists."""
