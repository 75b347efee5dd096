ALTER TABLE posts ADD COLUMN images jsonb NOT NULL DEFAULT '[]';
ALTER TABLE drafts ADD COLUMN images jsonb NOT NULL DEFAULT '[]';

CREATE TABLE post_images (
  image_id uuid NOT NULL,
  post_id uuid NOT NULL,
  CONSTRAINT post_images_pkey PRIMARY KEY (image_id),
  CONSTRAINT post_images_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX post_images_post_id_idx ON post_images (post_id);

-- What an author shows in pictures, newest first.
CREATE INDEX posts_with_images ON posts (author_id, id DESC) WHERE images <> '[]' AND deleted_at IS NULL;
-- Which draft has an image.
CREATE INDEX drafts_by_image ON drafts USING gin (images jsonb_path_ops);
