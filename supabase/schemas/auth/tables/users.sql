-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TRIGGER users_create_profile
  AFTER INSERT ON auth.users
  FOR EACH ROW
  EXECUTE FUNCTION private.create_profile();
