-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."person_blocks" (
  "user_id"    uuid                     NOT NULL,
  "blocked_id" uuid                     NOT NULL,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "person_blocks_blocked_id_check" CHECK ((blocked_id <> user_id)),
  CONSTRAINT "person_blocks_pkey" PRIMARY KEY (user_id, blocked_id),
  CONSTRAINT "person_blocks_blocked_id_fkey" FOREIGN KEY (blocked_id) REFERENCES public.profiles(id) ON DELETE CASCADE,
  CONSTRAINT "person_blocks_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."person_blocks"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX person_blocks_blocked_id_idx ON public.person_blocks USING btree (blocked_id);

CREATE POLICY "People read whom they block" ON "public"."person_blocks"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON TABLE "public"."person_blocks" IS 'By whom a person does not want to be invited.';

REVOKE ALL ON TABLE "public"."person_blocks" FROM "authenticated";

GRANT SELECT ON TABLE "public"."person_blocks" TO "authenticated";

REVOKE ALL ON TABLE "public"."person_blocks" FROM "anon", "service_role";
