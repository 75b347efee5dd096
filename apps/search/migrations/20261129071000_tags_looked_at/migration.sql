-- Of more that match than are looked at, those that are used most.
CREATE INDEX tags_by_use_count ON tags (use_count);
