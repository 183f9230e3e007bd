// start-project-database: the database with the project in it, new or kept from the last run.
import { applyMigrations } from './apply-migrations.ts';
import { isUnfilled } from './data-folder.ts';
import { ensureProjectTemplate } from './project-template.ts';
import { type Database, type DatabaseOptions, startDatabase } from './start-database.ts';

export interface ProjectDatabaseOptions extends Omit<DatabaseOptions, 'template'> {
  projectDir: string;
  /** What the CLI says while it applies migrations; `onLine` is the server's. */
  onProgress?: ((line: string) => void) | undefined;
}

/** A new data folder is a copy of the project's template; a kept one gets what it lacks. */
export async function startProjectDatabase(options: ProjectDatabaseOptions): Promise<Database> {
  const { projectDir, onProgress } = options;
  if (await isUnfilled(options.dataDir)) {
    const template = await ensureProjectTemplate(projectDir, onProgress);
    return await startDatabase({ ...options, template });
  }
  const database = await startDatabase(options);
  try {
    const url = database.url('postgres');
    await applyMigrations({ projectDir, url, includeSeed: true, onLine: onProgress });
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
}
