"""HR's pages about required courses: who has done what, what is required of whom, proof from elsewhere."""
