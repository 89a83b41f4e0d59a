"""What a person did, under the key that makes it happen once: use cases, proofs, questions, movements."""
