ALTER TABLE images
  -- Since when a CDN is to forget it; null when there is nothing to forget.
  ADD COLUMN purge_asked_at timestamptz(3),
  -- When it was last told so; null when it has been asked for again since.
  ADD COLUMN purge_tried_at timestamptz(3),
  -- When the bytes of a removed image went; its row goes once the CDN has forgotten it too.
  ADD COLUMN erased_at timestamptz(3);
CREATE INDEX images_purge_due ON images (purge_asked_at) WHERE purge_asked_at IS NOT NULL;
DROP INDEX images_removed;
CREATE INDEX images_unerased ON images (id) WHERE state = 'removed' AND erased_at IS NULL;
CREATE INDEX images_erased ON images (id) WHERE erased_at IS NOT NULL;
