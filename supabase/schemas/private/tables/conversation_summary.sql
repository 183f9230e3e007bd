-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."conversation_summary" (
  "conversation_id" uuid                     NOT NULL,
  "message_id"      uuid,
  "content"         text,
  "tried_until"     bigint,
  "updated_at"      timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "conversation_summary_content_check" CHECK ((((char_length(content) >= 1) AND (char_length(content) <= 8000)) AND ((message_id IS NULL) = (content IS NULL)))),
  CONSTRAINT "conversation_summary_pkey" PRIMARY KEY (conversation_id),
  CONSTRAINT "conversation_summary_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE,
  CONSTRAINT "conversation_summary_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE
);

ALTER TABLE "private"."conversation_summary"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX conversation_summary_message_id_idx ON private.conversation_summary USING btree (message_id);

COMMENT ON COLUMN "private"."conversation_summary"."message_id" IS 'The last message in it. While that is shown, so are all before it, and the summary holds.';

COMMENT ON COLUMN "private"."conversation_summary"."tried_until" IS 'The last message when a model was asked for a summary and said nothing; for a while nothing is wanted of it.';

COMMENT ON TABLE "private"."conversation_summary" IS 'What was said before the window, or that it was asked for in vain.';
