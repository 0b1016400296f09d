UPDATE sessions SET planned_until = NULL WHERE planned_until IS NOT NULL;
