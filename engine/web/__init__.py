"""What `matinee serve` and `matinee api` share: addresses to listen at, and requests that are refused."""
