-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TRIGGER users_confirm_referral
  AFTER UPDATE OF email, email_confirmed_at ON auth.users
  FOR EACH ROW
  WHEN ((((old.email)::text IS DISTINCT FROM (new.email)::text) OR ((old.email_confirmed_at IS NULL) AND (new.email_confirmed_at IS NOT NULL))))
  EXECUTE FUNCTION private.confirm_referral();

CREATE TRIGGER users_create_profile
  AFTER INSERT ON auth.users
  FOR EACH ROW
  EXECUTE FUNCTION private.create_profile();

CREATE TRIGGER users_take_referral
  AFTER INSERT ON auth.users
  FOR EACH ROW
  EXECUTE FUNCTION private.take_referral();
