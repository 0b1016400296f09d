-- Share of the cards of a plan that a person wants to remember when they come back. FSRS takes intervals by it.
ALTER TABLE plans ADD COLUMN retention REAL NOT NULL DEFAULT 0.9 CHECK (retention BETWEEN 0.7 AND 0.97);
