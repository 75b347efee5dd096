-- Of the post, as its event that last hid or showed the image told it.
ALTER TABLE images ADD COLUMN hidden_version integer NOT NULL DEFAULT 0;
