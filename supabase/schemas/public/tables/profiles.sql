-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."profiles" (
  "id"           uuid                     NOT NULL,
  "username"     text                     NOT NULL,
  "display_name" text,
  "locale"       text                     NOT NULL DEFAULT 'en'::text,
  "role"         text                     NOT NULL DEFAULT 'user'::text,
  "status"       text                     NOT NULL DEFAULT 'active'::text,
  "created_at"   timestamp with time zone NOT NULL DEFAULT now(),
  "updated_at"   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "profiles_display_name_check" CHECK (((char_length(display_name) <= 60) AND (display_name ~ '\S'::text))),
  CONSTRAINT "profiles_id_fkey" FOREIGN KEY (id) REFERENCES auth.users(id) ON DELETE CASCADE,
  CONSTRAINT "profiles_locale_check" CHECK ((locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'::text)),
  CONSTRAINT "profiles_pkey" PRIMARY KEY (id),
  CONSTRAINT "profiles_role_check" CHECK ((role = ANY (ARRAY['user'::text, 'admin'::text]))),
  CONSTRAINT "profiles_status_check" CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'deactivated'::text]))),
  CONSTRAINT "profiles_username_check" CHECK ((username ~ '^[a-z0-9_]{3,30}$'::text)),
  CONSTRAINT "profiles_username_key" UNIQUE (username)
);

ALTER TABLE "public"."profiles"
  ENABLE ROW LEVEL SECURITY;

CREATE TRIGGER profiles_cut_talks
  AFTER UPDATE OF status ON public.profiles
  FOR EACH ROW
  WHEN (((old.status = 'active'::text) AND (new.status <> 'active'::text)))
  EXECUTE FUNCTION private.cut_talks_of_person();

CREATE TRIGGER profiles_leave_characters
  BEFORE DELETE ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION private.leave_published_characters();

CREATE TRIGGER profiles_leave_conversations
  BEFORE DELETE ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION private.leave_conversations();

CREATE TRIGGER profiles_leave_galleries
  BEFORE DELETE ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION private.leave_published_galleries();

CREATE TRIGGER profiles_leave
  AFTER DELETE ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION private.leave_person();

CREATE TRIGGER profiles_make_referrer
  AFTER INSERT ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION private.make_referrer();

CREATE TRIGGER profiles_make_wallet
  AFTER INSERT ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION private.make_wallet();

CREATE TRIGGER profiles_notice_status
  AFTER UPDATE OF status ON public.profiles
  FOR EACH ROW
  WHEN (((old.status <> new.status) AND (('deactivated'::text <> old.status) AND ('deactivated'::text <> new.status))))
  EXECUTE FUNCTION private.notice_status();

CREATE TRIGGER profiles_touch
  BEFORE UPDATE ON public.profiles
  FOR EACH ROW
  EXECUTE FUNCTION extensions.moddatetime('updated_at');

CREATE POLICY "Active people edit their own profile" ON "public"."profiles"
  FOR UPDATE
  TO "authenticated"
  USING (((id = ( SELECT auth.uid() AS uid)) AND (status = 'active'::text)))
  WITH CHECK (((id = ( SELECT auth.uid() AS uid)) AND (status = 'active'::text)));

CREATE POLICY "People read their own profile and admins read all" ON "public"."profiles"
  FOR SELECT
  TO "authenticated"
  USING (((id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON TABLE "public"."profiles" IS 'One row a person; made with the account, deleted with it.';

REVOKE ALL ON TABLE "public"."profiles" FROM "authenticated";

REVOKE ALL ("display_name") ON TABLE "public"."profiles" FROM "authenticated";

GRANT UPDATE ("display_name") ON TABLE "public"."profiles" TO "authenticated";

REVOKE ALL ("locale") ON TABLE "public"."profiles" FROM "authenticated";

GRANT UPDATE ("locale") ON TABLE "public"."profiles" TO "authenticated";

REVOKE ALL ("username") ON TABLE "public"."profiles" FROM "authenticated";

GRANT UPDATE ("username") ON TABLE "public"."profiles" TO "authenticated";

GRANT SELECT ON TABLE "public"."profiles" TO "authenticated";

REVOKE ALL ON TABLE "public"."profiles" FROM "service_role";

GRANT SELECT, UPDATE ON TABLE "public"."profiles" TO "service_role";

REVOKE ALL ON TABLE "public"."profiles" FROM "anon";
