-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."usage_rules" (
  "id"        boolean NOT NULL DEFAULT true,
  "kept_days" integer NOT NULL DEFAULT 90,
  CONSTRAINT "usage_rules_id_check" CHECK (id),
  CONSTRAINT "usage_rules_kept_days_check" CHECK (((kept_days >= 7) AND (kept_days <= 3650))),
  CONSTRAINT "usage_rules_pkey" PRIMARY KEY (id)
);

ALTER TABLE "private"."usage_rules"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."usage_rules" IS 'For how many days single calls are kept, one row.';
