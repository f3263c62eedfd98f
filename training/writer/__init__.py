"""The small language model that completes text as one types."""
