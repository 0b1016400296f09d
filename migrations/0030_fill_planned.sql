UPDATE sessions SET planned_until = ended_at WHERE status = 'completed' AND ended_at > unixepoch() * 1000;
