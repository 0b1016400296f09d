DROP TABLE proof_codes;
