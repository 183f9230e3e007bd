// admin: an admin of the shared stack, whose calls go over the Data API with the own token, and
// what was written down of them.
import { createPerson, type Person } from './person.ts';
import { sql } from './sql.ts';
import { type Call, overDataApi } from './turn.ts';

export interface Admin extends Person {
  call: Call;
}

export interface AuditLine {
  action: string;
  subject: string;
  details: Record<string, unknown>;
}

/** Makes an admin and signs them in. */
export async function createAdmin(): Promise<Admin> {
  const person = await createPerson({ isAdmin: true });
  return { ...person, call: overDataApi(person.client) };
}

/** What one person did as an admin, oldest first. */
export async function auditOf({ id }: Pick<Person, 'id'>): Promise<AuditLine[]> {
  return await sql<AuditLine>`
    select action, subject, details from public.audit_log where admin_id = ${id} order by id`;
}
