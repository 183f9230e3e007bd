// password: strength and hashes of passwords.
import { randomBytes } from 'node:crypto';
import bcrypt from 'bcryptjs';
import type { ProjectConfig } from '../config.ts';
import { AuthError } from './auth-error.ts';

/** bcrypt's lowest cost: these hashes guard nothing, and tests make many users. */
export const bcryptCost = 4;

/** The bcrypt hash that auth.users.encrypted_password holds. */
export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, bcryptCost);
}

/** Whether `password` is the one of that bcrypt hash (of any cost, pgcrypto's too). */
export function isPasswordOf(hash: string | null, password: string): Promise<boolean> {
  return hash ? bcrypt.compare(password, hash) : Promise.resolve(false);
}

/** A password nobody knows. */
export function randomPassword(): string {
  return randomBytes(48).toString('base64url');
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const symbols = '!@#$%^&*()_+-=[]{};\'\\:"|<>?,./`~';
const characterSets: Record<ProjectConfig['auth']['password_requirements'], string[]> = {
  '': [],
  letters_digits: [lower + upper, digits],
  lower_upper_letters_digits: [lower, upper, digits],
  lower_upper_letters_digits_symbols: [lower, upper, digits, symbols],
};

/** Throws 422 `weak_password` with its reasons, or 400 for a password bcrypt would cut. */
export function checkPassword(password: string, config: ProjectConfig['auth']): void {
  if (Buffer.byteLength(password) > 72)
    throw new AuthError(400, 'validation_failed', 'Password cannot be longer than 72 characters');
  const sentences: string[] = [];
  const reasons: string[] = [];
  if (password.length < config.minimum_password_length) {
    reasons.push('length');
    sentences.push(`Password should be at least ${config.minimum_password_length} characters.`);
  }
  const sets = characterSets[config.password_requirements];
  if (sets.some((set) => ![...set].some((character) => password.includes(character)))) {
    reasons.push('characters');
    const needed = sets.join(', ');
    sentences.push(`Password should contain at least one character of each: ${needed}.`);
  }
  if (reasons.length === 0) return;
  const details = { weak_password: { reasons } };
  throw new AuthError(422, 'weak_password', sentences.join(' '), { details });
}
