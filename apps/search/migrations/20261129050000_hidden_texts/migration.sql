-- By moderation: its author alone finds it.
ALTER TABLE posts ADD COLUMN is_hidden boolean NOT NULL DEFAULT false;
ALTER TABLE comments ADD COLUMN is_hidden boolean NOT NULL DEFAULT false;
