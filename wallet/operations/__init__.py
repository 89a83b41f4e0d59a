"""Operations of people, each under the key that makes it happen once: use cases, proofs, questions, movements."""
