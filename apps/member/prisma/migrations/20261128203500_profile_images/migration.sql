ALTER TABLE members ADD COLUMN avatar_image_id uuid, ADD COLUMN cover_image_id uuid;
CREATE INDEX members_avatar_image_id_idx ON members (avatar_image_id);
CREATE INDEX members_cover_image_id_idx ON members (cover_image_id);
