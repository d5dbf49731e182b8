"""What happens after the agreement: who owes what until when, proof, reminders, enforcement."""
