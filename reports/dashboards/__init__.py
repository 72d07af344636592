"""Home for everybody, HR's lists, a manager's team, and figures in which nobody can be recognised."""
