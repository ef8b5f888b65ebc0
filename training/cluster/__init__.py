"""The pass over ratings on a cluster (extra ``cluster``): reading them, and summing over pairs of films."""
