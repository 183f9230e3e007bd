-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."invitations" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "conversation_id" uuid                     NOT NULL,
  "invited_by"      uuid                     NOT NULL,
  "invited_id"      uuid,
  "role"            text                     NOT NULL,
  "code_hash"       text,
  "state"           text                     NOT NULL DEFAULT 'open'::text,
  "created_at"      timestamp with time zone NOT NULL DEFAULT now(),
  "expires_at"      timestamp with time zone NOT NULL,
  "closed_at"       timestamp with time zone,
  CONSTRAINT "invitations_closed_at_check" CHECK (((state = 'open'::text) = (closed_at IS NULL))),
  CONSTRAINT "invitations_code_hash_check" CHECK ((code_hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "invitations_code_hash_key" UNIQUE (code_hash),
  CONSTRAINT "invitations_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE,
  CONSTRAINT "invitations_expires_at_check" CHECK ((expires_at <= ((created_at + '30 days'::interval) + '00:01:00'::interval))),
  CONSTRAINT "invitations_invited_id_check" CHECK (((invited_id IS NOT NULL) OR (code_hash IS NOT NULL))),
  CONSTRAINT "invitations_pkey" PRIMARY KEY (id),
  CONSTRAINT "invitations_role_check" CHECK ((role = ANY (ARRAY['member'::text, 'reader'::text]))),
  CONSTRAINT "invitations_state_check" CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'revoked'::text]))),
  CONSTRAINT "invitations_invited_by_fkey" FOREIGN KEY (invited_by) REFERENCES public.profiles(id) ON DELETE CASCADE,
  CONSTRAINT "invitations_invited_id_fkey" FOREIGN KEY (invited_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."invitations"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX invitations_conversation_id_idx ON public.invitations USING btree (conversation_id);

CREATE UNIQUE INDEX invitations_conversation_id_invited_id_idx ON public.invitations USING btree (conversation_id, invited_id)
  WHERE (state = 'open'::text);

CREATE INDEX invitations_invited_by_idx ON public.invitations USING btree (invited_by);

CREATE INDEX invitations_invited_id_idx ON public.invitations USING btree (invited_id);

CREATE TRIGGER invitations_notice
  AFTER INSERT ON public.invitations
  FOR EACH ROW
  WHEN (((new.invited_id IS NOT NULL) AND (new.state = 'open'::text)))
  EXECUTE FUNCTION private.notice_invitation();

CREATE POLICY "People read invitations to them, and to where they take part" ON "public"."invitations"
  FOR SELECT
  TO "authenticated"
  USING (((invited_id = ( SELECT auth.uid() AS uid)) OR (conversation_id = ANY (ARRAY( SELECT readable_conversations.id
   FROM private.readable_conversations)))));

COMMENT ON COLUMN "public"."invitations"."code_hash" IS 'SHA-256 of the code of a link, which is not kept.';

COMMENT ON COLUMN "public"."invitations"."invited_id" IS 'Who is asked; of a link, who took it.';

COMMENT ON TABLE "public"."invitations" IS 'Who was asked to take part in a conversation.';

REVOKE ALL ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ON TABLE "public"."invitations" FROM "service_role";

GRANT SELECT ON TABLE "public"."invitations" TO "service_role";

REVOKE ALL ON TABLE "public"."invitations" FROM "anon";
