-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."conversations" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"         uuid                     NOT NULL,
  "character_id"    uuid                     NOT NULL,
  "client_id"       text                     NOT NULL DEFAULT (gen_random_uuid())::text,
  "title"           text,
  "is_shared"       boolean                  NOT NULL DEFAULT false,
  "topic_epoch"     integer                  NOT NULL DEFAULT 0,
  "created_at"      timestamp with time zone NOT NULL DEFAULT now(),
  "last_message_at" timestamp with time zone NOT NULL DEFAULT now(),
  "pinned_at"       timestamp with time zone,
  "archived_at"     timestamp with time zone,
  "deleted_at"      timestamp with time zone,
  CONSTRAINT "conversations_archived_at_check" CHECK (isfinite(archived_at)),
  CONSTRAINT "conversations_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id),
  CONSTRAINT "conversations_client_id_check" CHECK (((char_length(client_id) >= 1) AND (char_length(client_id) <= 64))),
  CONSTRAINT "conversations_pinned_at_check" CHECK (isfinite(pinned_at)),
  CONSTRAINT "conversations_pkey" PRIMARY KEY (id),
  CONSTRAINT "conversations_title_check" CHECK (((char_length(title) <= 200) AND (title ~ '\S'::text))),
  CONSTRAINT "conversations_user_id_client_id_key" UNIQUE (user_id, client_id),
  CONSTRAINT "conversations_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."conversations"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX conversations_character_id_idx ON public.conversations USING btree (character_id);

CREATE INDEX conversations_deleted_at_idx ON public.conversations USING btree (deleted_at)
  WHERE (deleted_at IS NOT NULL);

CREATE INDEX conversations_user_id_last_message_at_idx ON public.conversations USING btree (user_id, last_message_at DESC, id);

CREATE CONSTRAINT TRIGGER conversations_cut_talks
  AFTER UPDATE OF user_id, deleted_at ON public.conversations DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION private.cut_talks_in_conversation('id');

CREATE TRIGGER conversations_move_topics
  BEFORE UPDATE ON public.conversations
  FOR EACH ROW
  WHEN (((old.user_id <> new.user_id) OR (new.is_shared AND (old.deleted_at IS NULL) AND (new.deleted_at IS NOT NULL))))
  EXECUTE FUNCTION private.move_topics();

CREATE TRIGGER conversations_note_start
  AFTER INSERT ON public.conversations
  FOR EACH ROW
  EXECUTE FUNCTION private.note_conversation_start();

CREATE TRIGGER conversations_tell_changed
  AFTER UPDATE ON public.conversations
  FOR EACH ROW
  WHEN ((old.* IS DISTINCT FROM new.*))
  EXECUTE FUNCTION private.tell_conversation();

CREATE TRIGGER conversations_tell_new
  AFTER INSERT ON public.conversations
  FOR EACH ROW
  EXECUTE FUNCTION private.tell_conversation();

CREATE POLICY "Active people edit their own conversations until they are delet" ON "public"."conversations"
  FOR UPDATE
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) AND (deleted_at IS NULL) AND ( SELECT private.is_active() AS is_active)))
  WITH CHECK (((user_id = ( SELECT auth.uid() AS uid)) AND (deleted_at IS NULL) AND ( SELECT private.is_active() AS is_active)));

CREATE POLICY "People read the conversations that they take part in" ON "public"."conversations"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR (id = ANY (ARRAY( SELECT readable_conversations.id
   FROM private.readable_conversations
  WHERE (NOT readable_conversations.is_own))))));

COMMENT ON COLUMN "public"."conversations"."client_id" IS 'The id the client chose for the chat (useChat does), so that a repeated first message finds it.';

COMMENT ON COLUMN "public"."conversations"."is_shared" IS 'Whether somebody else has ever taken part: from then on the model is told who speaks.';

COMMENT ON COLUMN "public"."conversations"."topic_epoch" IS 'Grows when somebody may listen no more: its topics have another name from then on.';

COMMENT ON TABLE "public"."conversations" IS 'A person, its owner, and a character.';

REVOKE ALL ON TABLE "public"."conversations" FROM "authenticated";

REVOKE ALL ("archived_at") ON TABLE "public"."conversations" FROM "authenticated";

GRANT UPDATE ("archived_at") ON TABLE "public"."conversations" TO "authenticated";

REVOKE ALL ("pinned_at") ON TABLE "public"."conversations" FROM "authenticated";

GRANT UPDATE ("pinned_at") ON TABLE "public"."conversations" TO "authenticated";

REVOKE ALL ("title") ON TABLE "public"."conversations" FROM "authenticated";

GRANT UPDATE ("title") ON TABLE "public"."conversations" TO "authenticated";

GRANT SELECT ON TABLE "public"."conversations" TO "authenticated";

REVOKE ALL ON TABLE "public"."conversations" FROM "service_role";

GRANT SELECT ON TABLE "public"."conversations" TO "service_role";

REVOKE ALL ON TABLE "public"."conversations" FROM "anon";
