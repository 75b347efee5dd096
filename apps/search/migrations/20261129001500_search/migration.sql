-- A whole index each; while one serves, another may be built beside it. The tables have a partition for each.
CREATE TABLE generations (
  id          integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  state       text NOT NULL CHECK (state IN ('building', 'serving', 'retired')),
  -- How far the rebuild is: which list of whose it reads, and where it goes on; null where it is at the list's beginning.
  phase       text NOT NULL CHECK (phase IN ('members', 'posts', 'comments', 'done')),
  cursor      text,
  started_at  timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz(3)
);
CREATE UNIQUE INDEX generations_serving ON generations (state) WHERE state = 'serving';
CREATE UNIQUE INDEX generations_building ON generations (state) WHERE state = 'building';

-- What can be found of posts; their words are content's.
CREATE TABLE posts (
  generation    integer NOT NULL,
  id            uuid NOT NULL,
  -- The post a comment stands under; null of a post.
  post_id       uuid,
  author_id     uuid NOT NULL,
  -- Of the text, and of the event that told of it (0: it was read, not told): what is not newer changes nothing.
  version       integer NOT NULL,
  seq           bigint NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  -- Its row stays, without words, so that what is late does not bring it back.
  is_deleted    boolean NOT NULL DEFAULT false,
  like_count    integer NOT NULL DEFAULT 0,
  like_seq      bigint NOT NULL DEFAULT 0,
  comment_count integer NOT NULL DEFAULT 0,
  comment_seq   bigint NOT NULL DEFAULT 0,
  -- Words with their places, and what it can be narrowed down by without any.
  tokens        tsvector NOT NULL,
  PRIMARY KEY (generation, id)
) PARTITION BY LIST (generation);
-- A short list of what waits to be sorted in: it is walked through by every search.
CREATE INDEX posts_by_token ON posts USING gin (tokens) WITH (gin_pending_list_limit = 256);

CREATE TABLE comments (LIKE posts INCLUDING DEFAULTS, PRIMARY KEY (generation, id)) PARTITION BY LIST (generation);
CREATE INDEX comments_by_token ON comments USING gin (tokens) WITH (gin_pending_list_limit = 256);
CREATE INDEX comments_by_post ON comments (post_id);

-- Those who are there; who has left or is disabled is not.
CREATE TABLE members (
  generation   integer NOT NULL,
  id           uuid NOT NULL,
  handle_key   text NOT NULL,
  name_key     text NOT NULL,
  is_public    boolean NOT NULL,
  tokens       tsvector NOT NULL,
  PRIMARY KEY (generation, id)
) PARTITION BY LIST (generation);
CREATE INDEX members_by_handle ON members (handle_key);
CREATE INDEX members_by_token ON members USING gin (tokens) WITH (gin_pending_list_limit = 256);

CREATE TABLE post_tags (
  generation integer NOT NULL,
  tag        text NOT NULL,
  post_id    uuid NOT NULL,
  author_id  uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (generation, tag, post_id)
) PARTITION BY LIST (generation);
CREATE INDEX post_tags_by_post ON post_tags (post_id);
CREATE INDEX post_tags_by_time ON post_tags (created_at);

CREATE TABLE tags (
  generation integer NOT NULL,
  tag        text NOT NULL,
  -- Rows of post_tags, whoever may read them: what is used most is looked at first.
  use_count  integer NOT NULL,
  tokens     tsvector NOT NULL,
  PRIMARY KEY (generation, tag)
) PARTITION BY LIST (generation);
CREATE INDEX tags_by_token ON tags USING gin (tokens) WITH (gin_pending_list_limit = 256);

-- What members have searched for: theirs alone, and of no generation.
CREATE TABLE recent_searches (
  member_id   uuid NOT NULL,
  -- What writings of one query have in common.
  query_key   text NOT NULL,
  query       text NOT NULL,
  searched_at timestamptz(3) NOT NULL,
  PRIMARY KEY (member_id, query_key)
);
