-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."catalog" (
  "id"                  boolean                  NOT NULL DEFAULT true,
  "name"                text                     NOT NULL,
  "credit_value_micros" bigint                   NOT NULL,
  "markup_percent"      integer                  NOT NULL,
  "content"             jsonb                    NOT NULL,
  "applied_at"          timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "catalog_content_check" CHECK ((octet_length((content)::text) <= 1000000)),
  CONSTRAINT "catalog_credit_value_micros_check" CHECK (((credit_value_micros >= 1) AND (credit_value_micros <= 1000000000))),
  CONSTRAINT "catalog_id_check" CHECK (id),
  CONSTRAINT "catalog_markup_percent_check" CHECK (((markup_percent >= 0) AND (markup_percent <= 10000))),
  CONSTRAINT "catalog_name_check" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
  CONSTRAINT "catalog_pkey" PRIMARY KEY (id)
);

ALTER TABLE "private"."catalog"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."catalog"."credit_value_micros" IS 'What a credit is worth, in millionths of a dollar: for metered prices and for margins.';

COMMENT ON TABLE "private"."catalog" IS 'The catalog that was applied last, whole in content.';
