-- Of more who match than are looked at, those whom most follow, and whose whole name it is.
CREATE INDEX members_by_follower_count ON members (follower_count);
CREATE INDEX members_by_name ON members (name_key, follower_count);
