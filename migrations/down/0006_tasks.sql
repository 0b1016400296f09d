DROP TABLE action_items;
DROP TABLE task_carries;
DROP TABLE tasks;
