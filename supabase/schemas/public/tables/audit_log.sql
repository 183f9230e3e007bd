-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."audit_log" (
  "id"         bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "admin_id"   uuid                     NOT NULL,
  "action"     text                     NOT NULL,
  "subject"    text                     NOT NULL,
  "details"    jsonb                    NOT NULL,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "audit_log_action_check" CHECK (((char_length(action) >= 1) AND (char_length(action) <= 60))),
  CONSTRAINT "audit_log_details_check" CHECK ((octet_length((details)::text) <= 20000)),
  CONSTRAINT "audit_log_pkey" PRIMARY KEY (id),
  CONSTRAINT "audit_log_subject_check" CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 100)))
);

ALTER TABLE "public"."audit_log"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX audit_log_subject_idx ON public.audit_log USING btree (subject, id DESC);

CREATE TRIGGER audit_log_refuse_truncate
  BEFORE TRUNCATE ON public.audit_log
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER audit_log_refuse
  BEFORE DELETE OR UPDATE ON public.audit_log
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

CREATE POLICY "Admins read the audit log" ON "public"."audit_log"
  FOR SELECT
  TO "authenticated"
  USING (( SELECT private.is_admin() AS is_admin));

COMMENT ON TABLE "public"."audit_log" IS 'What admins did, to whom, and with what.';

REVOKE ALL ON TABLE "public"."audit_log" FROM "authenticated";

GRANT SELECT ON TABLE "public"."audit_log" TO "authenticated";

REVOKE ALL ON TABLE "public"."audit_log" FROM "service_role";

GRANT SELECT ON TABLE "public"."audit_log" TO "service_role";

REVOKE ALL ON TABLE "public"."audit_log" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."audit_log_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."audit_log_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."audit_log_id_seq" FROM "service_role";
