DROP TABLE plan_undos;
