-- Who is gone for good, of no generation: what was read before and comes behind it brings nothing back.
CREATE TABLE erased_members (
  member_id uuid PRIMARY KEY,
  erased_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
