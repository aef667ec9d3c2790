"""Banks of questions, and quizzes drawn from them."""
