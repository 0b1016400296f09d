DROP TABLE report_seals;
DROP TABLE reports;
