-- Made by `npm run generate` from the migrations; for reading, do not edit.

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" REVOKE ALL ON FUNCTIONS FROM PUBLIC;
