-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."notifications" (
  "id"         bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "user_id"    uuid                     NOT NULL,
  "kind"       text                     NOT NULL,
  "source_key" text                     NOT NULL,
  "details"    jsonb                    NOT NULL,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  "read_at"    timestamp with time zone,
  CONSTRAINT "notifications_details_check" CHECK ((octet_length((details)::text) <= 8000)),
  CONSTRAINT "notifications_kind_check" CHECK ((kind = ANY (ARRAY['invitation'::text, 'credits_granted'::text, 'plan_changed'::text, 'moderation'::text, 'announcement'::text]))),
  CONSTRAINT "notifications_pkey" PRIMARY KEY (id),
  CONSTRAINT "notifications_source_key_check" CHECK (((char_length(source_key) >= 1) AND (char_length(source_key) <= 300))),
  CONSTRAINT "notifications_user_id_source_key_key" UNIQUE (user_id, source_key),
  CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."notifications"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX notifications_created_at_idx ON public.notifications USING btree (created_at);

CREATE INDEX notifications_user_id_idx ON public.notifications USING btree (user_id, id DESC);

CREATE TRIGGER notifications_tell_changed
  AFTER UPDATE ON public.notifications
  FOR EACH ROW
  WHEN ((old.* IS DISTINCT FROM new.*))
  EXECUTE FUNCTION private.tell_notification();

CREATE TRIGGER notifications_tell_gone
  AFTER DELETE ON public.notifications
  FOR EACH ROW
  EXECUTE FUNCTION private.tell_notification();

CREATE TRIGGER notifications_tell_new
  AFTER INSERT ON public.notifications
  FOR EACH ROW
  EXECUTE FUNCTION private.tell_notification();

CREATE POLICY "People read their own notifications" ON "public"."notifications"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON COLUMN "public"."notifications"."source_key" IS 'What it is about, so that it is told once.';

COMMENT ON TABLE "public"."notifications" IS 'What a person is told by the product.';

REVOKE ALL ON TABLE "public"."notifications" FROM "authenticated";

GRANT SELECT ON TABLE "public"."notifications" TO "authenticated";

REVOKE ALL ON TABLE "public"."notifications" FROM "anon", "service_role";

REVOKE ALL ON SEQUENCE "public"."notifications_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."notifications_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."notifications_id_seq" FROM "service_role";
