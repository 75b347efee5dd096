-- How texts were cut, and what else was kept of them, when it was begun: one of an earlier version is built anew.
ALTER TABLE generations ADD COLUMN version integer NOT NULL DEFAULT 1;

ALTER TABLE members ADD COLUMN follower_count integer NOT NULL DEFAULT 0;
