-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."catalog" (
  "id"             boolean NOT NULL DEFAULT true,
  "name"           text    NOT NULL,
  "signup_credits" bigint  NOT NULL,
  CONSTRAINT "catalog_id_check" CHECK (id),
  CONSTRAINT "catalog_name_check" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
  CONSTRAINT "catalog_pkey" PRIMARY KEY (id),
  CONSTRAINT "catalog_signup_credits_check" CHECK (((signup_credits >= 0) AND (signup_credits <= 1000000)))
);

ALTER TABLE "private"."catalog"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."catalog" IS 'The one product that this project runs, as data.';
