ALTER TABLE images
  -- How often the machine failed at its smaller format, and when that is tried again.
  ADD COLUMN refine_failures integer NOT NULL DEFAULT 0,
  ADD COLUMN refine_after timestamptz(3);
