-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."messages" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "conversation_id" uuid                     NOT NULL,
  "parent_id"       uuid,
  "author_id"       uuid,
  "is_current"      boolean                  NOT NULL DEFAULT true,
  "ordinal"         bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "role"            text                     NOT NULL,
  "kind"            text                     NOT NULL DEFAULT 'text'::text,
  "content"         text                     NOT NULL,
  "state"           text                     NOT NULL DEFAULT 'complete'::text,
  "revision"        integer                  NOT NULL DEFAULT 0,
  "tokens_estimate" integer                  GENERATED ALWAYS AS (((octet_length(content) / 4) + 8)) STORED NOT NULL,
  "created_at"      timestamp with time zone NOT NULL DEFAULT now(),
  "deleted_at"      timestamp with time zone,
  CONSTRAINT "messages_author_id_check" CHECK (((author_id IS NULL) OR (role = 'user'::text))),
  CONSTRAINT "messages_content_check" CHECK ((char_length(content) <= 200000)),
  CONSTRAINT "messages_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE,
  CONSTRAINT "messages_deleted_at_check" CHECK (((deleted_at IS NULL) OR (NOT is_current))),
  CONSTRAINT "messages_kind_check" CHECK ((kind = ANY (ARRAY['text'::text, 'audio'::text, 'media'::text]))),
  CONSTRAINT "messages_pkey" PRIMARY KEY (id),
  CONSTRAINT "messages_parent_id_fkey" FOREIGN KEY (parent_id) REFERENCES public.messages(id) ON DELETE CASCADE,
  CONSTRAINT "messages_role_check" CHECK ((role = ANY (ARRAY['user'::text, 'assistant'::text]))),
  CONSTRAINT "messages_state_check" CHECK ((state = ANY (ARRAY['streaming'::text, 'complete'::text, 'stopped'::text, 'interrupted'::text, 'failed'::text]))),
  CONSTRAINT "messages_user_content_check" CHECK (((role <> 'user'::text) OR ((char_length(content) <= 5000) AND ((content <> ''::text) OR (kind <> 'text'::text) OR (deleted_at IS
    NOT NULL))))),
  CONSTRAINT "messages_user_state_check" CHECK (((role <> 'user'::text) OR (state = 'complete'::text))),
  CONSTRAINT "messages_author_id_fkey" FOREIGN KEY (author_id) REFERENCES public.profiles(id) ON DELETE SET NULL
);

ALTER TABLE "public"."messages"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX messages_author_id_idx ON public.messages USING btree (author_id)
  WHERE (author_id IS NOT NULL);

CREATE UNIQUE INDEX messages_conversation_id_ordinal_idx ON public.messages USING btree (conversation_id, ordinal DESC);

CREATE INDEX messages_deleted_at_idx ON public.messages USING btree (deleted_at)
  WHERE ((deleted_at IS NOT NULL) AND ((content <> ''::text) OR (kind <> 'text'::text)));

CREATE INDEX messages_parent_id_idx ON public.messages USING btree (parent_id);

CREATE TRIGGER messages_count_revision
  BEFORE UPDATE ON public.messages
  FOR EACH ROW
  WHEN
    (((((old.state IS DISTINCT FROM new.state) OR (old.is_current IS DISTINCT FROM new.is_current)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)) OR (new.state <>
    'streaming'::text) OR (NOT starts_with(new.content, old.content))))
  EXECUTE FUNCTION private.count_revision();

CREATE TRIGGER messages_drop_speech
  AFTER UPDATE OF content ON public.messages
  FOR EACH ROW
  WHEN (((new.deleted_at IS NOT NULL) AND (new.content = ''::text)))
  EXECUTE FUNCTION private.drop_speech_of_purged();

CREATE TRIGGER messages_index_final
  AFTER UPDATE OF state ON public.messages
  FOR EACH ROW
  WHEN (((new.state <> 'streaming'::text) AND (new.content <> ''::text)))
  EXECUTE FUNCTION private.index_message();

CREATE TRIGGER messages_index_new
  AFTER INSERT ON public.messages
  FOR EACH ROW
  WHEN (((new.state <> 'streaming'::text) AND (new.content <> ''::text)))
  EXECUTE FUNCTION private.index_message();

CREATE TRIGGER messages_require_legal_move
  BEFORE UPDATE OF state ON public.messages
  FOR EACH ROW
  WHEN ((old.state <> new.state))
  EXECUTE FUNCTION private.require_legal_move();

CREATE TRIGGER messages_tell_changed
  AFTER UPDATE ON public.messages REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.tell_changed_messages();

CREATE TRIGGER messages_tell_new
  AFTER INSERT ON public.messages REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.tell_new_messages();

CREATE POLICY "Deleted messages are read by who may restore them" ON "public"."messages"
  AS RESTRICTIVE
  FOR SELECT
  TO "authenticated"
  USING (((deleted_at IS NULL) OR private.may_restore(id)));

CREATE POLICY "People read the messages of conversations that they take part i" ON "public"."messages"
  FOR SELECT
  TO "authenticated"
  USING ((conversation_id = ANY (ARRAY( SELECT readable_conversations.id
   FROM private.readable_conversations))));

COMMENT ON COLUMN "public"."messages"."author_id" IS 'Who said it; null for the character, and for somebody whose account is gone.';

COMMENT ON COLUMN "public"."messages"."is_current" IS 'Whether it is shown: on the branch that was chosen last, and not deleted.';

COMMENT ON COLUMN "public"."messages"."kind" IS 'What is more than text has rows in message_attachments, and may be without words.';

COMMENT ON COLUMN "public"."messages"."parent_id" IS 'The message before it. Messages with the same parent are versions of each other.';

COMMENT ON COLUMN "public"."messages"."revision" IS 'Grows with every change but the growth of an answer that streams: of two versions of a message the one with the higher revision is newer, and of one revision the one with the longer text.';

COMMENT ON COLUMN "public"."messages"."tokens_estimate" IS 'About its tokens: four bytes each, as English prose has, and eight for its frame.';

COMMENT ON TABLE "public"."messages" IS 'What was said, in the order of ordinal.';

REVOKE ALL ON TABLE "public"."messages" FROM "authenticated";

GRANT SELECT ON TABLE "public"."messages" TO "authenticated";

REVOKE ALL ON TABLE "public"."messages" FROM "service_role";

GRANT SELECT ON TABLE "public"."messages" TO "service_role";

REVOKE ALL ON TABLE "public"."messages" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."messages_ordinal_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."messages_ordinal_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."messages_ordinal_seq" FROM "service_role";
