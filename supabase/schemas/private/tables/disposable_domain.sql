-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."disposable_domain" (
  "domain" text NOT NULL,
  CONSTRAINT "disposable_domain_domain_check" CHECK (((domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$'::text) AND (char_length(domain) <= 253))),
  CONSTRAINT "disposable_domain_pkey" PRIMARY KEY (DOMAIN)
);

ALTER TABLE "private"."disposable_domain"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."disposable_domain" IS 'Where anybody gets a mailbox for minutes; subdomains are meant too.';
