-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."participants" (
  "conversation_id" uuid                     NOT NULL,
  "user_id"         uuid                     NOT NULL,
  "role"            text                     NOT NULL,
  "joined_at"       timestamp with time zone NOT NULL DEFAULT now(),
  "pinned_at"       timestamp with time zone,
  "archived_at"     timestamp with time zone,
  CONSTRAINT "participants_archived_at_check" CHECK (isfinite(archived_at)),
  CONSTRAINT "participants_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE,
  CONSTRAINT "participants_pinned_at_check" CHECK (isfinite(pinned_at)),
  CONSTRAINT "participants_pkey" PRIMARY KEY (conversation_id, user_id),
  CONSTRAINT "participants_role_check" CHECK ((role = ANY (ARRAY['member'::text, 'reader'::text]))),
  CONSTRAINT "participants_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."participants"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX participants_user_id_conversation_id_idx ON public.participants USING btree (user_id, conversation_id);

CREATE CONSTRAINT TRIGGER participants_cut_talks
  AFTER DELETE OR UPDATE OF ROLE ON public.participants DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION private.cut_talks_in_conversation('conversation_id');

CREATE TRIGGER participants_leave_topics
  AFTER DELETE ON public.participants
  FOR EACH ROW
  EXECUTE FUNCTION private.leave_topics();

CREATE TRIGGER participants_tell_changed
  AFTER UPDATE ON public.participants
  FOR EACH ROW
  WHEN ((old.* IS DISTINCT FROM new.*))
  EXECUTE FUNCTION private.tell_participant();

CREATE TRIGGER participants_tell_gone
  AFTER DELETE ON public.participants
  FOR EACH ROW
  EXECUTE FUNCTION private.tell_participant();

CREATE TRIGGER participants_tell_new
  AFTER INSERT ON public.participants
  FOR EACH ROW
  EXECUTE FUNCTION private.tell_participant();

CREATE POLICY "Active people pin and archive for themselves" ON "public"."participants"
  FOR UPDATE
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) AND ( SELECT private.is_active() AS is_active)))
  WITH CHECK (((user_id = ( SELECT auth.uid() AS uid)) AND ( SELECT private.is_active() AS is_active)));

CREATE POLICY "People read who takes part where they do" ON "public"."participants"
  FOR SELECT
  TO "authenticated"
  USING ((conversation_id = ANY (ARRAY( SELECT readable_conversations.id
   FROM private.readable_conversations))));

COMMENT ON TABLE "public"."participants" IS 'Who takes part in a conversation beside its owner.';

REVOKE ALL ON TABLE "public"."participants" FROM "authenticated";

REVOKE ALL ("archived_at") ON TABLE "public"."participants" FROM "authenticated";

GRANT UPDATE ("archived_at") ON TABLE "public"."participants" TO "authenticated";

REVOKE ALL ("pinned_at") ON TABLE "public"."participants" FROM "authenticated";

GRANT UPDATE ("pinned_at") ON TABLE "public"."participants" TO "authenticated";

GRANT SELECT ON TABLE "public"."participants" TO "authenticated";

REVOKE ALL ON TABLE "public"."participants" FROM "service_role";

GRANT SELECT ON TABLE "public"."participants" TO "service_role";

REVOKE ALL ON TABLE "public"."participants" FROM "anon";
