CREATE TABLE images (
  -- Random (UUIDv4): whoever knows it may have been shown it.
  id            uuid PRIMARY KEY,
  member_id     uuid NOT NULL,
  purpose       text NOT NULL CHECK (purpose IN ('post', 'avatar', 'cover')),
  -- 'storing' until all objects are there; 'removed' until none is.
  state         text NOT NULL CHECK (state IN ('storing', 'ready', 'removed')),
  -- The post, or the member, that has it; of a claim that nobody has told of yet `confirmed_at` is null.
  owner_id      uuid,
  confirmed_at  timestamptz(3),
  hidden_at     timestamptz(3),
  format        text NOT NULL,
  width         integer NOT NULL CHECK (width > 0),
  height        integer NOT NULL CHECK (height > 0),
  frame_count   integer NOT NULL CHECK (frame_count > 0),
  blurhash      text NOT NULL,
  original_bytes integer NOT NULL CHECK (original_bytes > 0),
  variant_bytes  integer NOT NULL DEFAULT 0,
  -- Variant → format → { key, bytes, etag }.
  variants      jsonb NOT NULL DEFAULT '{}',
  -- When its smaller format was made, or found to be of no use.
  refined_at    timestamptz(3),
  created_at    timestamptz(3) NOT NULL,
  -- When somebody last said that it is needed.
  touched_at    timestamptz(3) NOT NULL
);
CREATE INDEX images_by_member ON images (member_id, id);
CREATE INDEX images_by_owner ON images (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX images_unconfirmed ON images (touched_at) WHERE confirmed_at IS NULL;
CREATE INDEX images_removed ON images (id) WHERE state = 'removed';
CREATE INDEX images_unrefined ON images (created_at) WHERE refined_at IS NULL AND state = 'ready';
