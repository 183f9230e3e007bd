// clean-sound: what a sound is by its content, how long it is, and the same without its tags.
import { AppError } from '../../../shared/errors.ts';
import { cleanMp3 } from './clean-mp3.ts';
import { cleanMp4 } from './clean-mp4.ts';
import { cleanOgg } from './clean-ogg.ts';
import { cleanWav } from './clean-wav.ts';
import { cleanWebm } from './clean-webm.ts';

export interface CleanSound {
  bytes: Uint8Array<ArrayBuffer>;
  durationMs: number;
  /** How loud it is, 0 to 100, in equal steps; only of sound that is not compressed. */
  peaks?: number[];
}

interface SoundFormat {
  mimeType: string;
  extension: string;
  signature: RegExp;
  /** Writes over the bytes: there is no room for them twice. */
  clean(bytes: Uint8Array<ArrayBuffer>): CleanSound;
}

const formats: SoundFormat[] = [
  { mimeType: 'audio/wav', extension: 'wav', signature: /^RIFF.{4}WAVE/s, clean: cleanWav },
  {
    mimeType: 'audio/mpeg',
    extension: 'mp3',
    signature: /^(ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff])/,
    clean: cleanMp3,
  },
  {
    mimeType: 'audio/mp4',
    extension: 'm4a',
    signature: /^.{4}ftyp(M4A|isom|iso\d|mp4\d|dash)/s,
    clean: cleanMp4,
  },
  { mimeType: 'audio/ogg', extension: 'ogg', signature: /^OggS/, clean: cleanOgg },
  {
    mimeType: 'audio/webm',
    extension: 'webm',
    signature: /^.E\xdf\xa3.{0,60}webm/s,
    clean: cleanWebm,
  },
];

/** The sound's format, by how it begins; undefined for what is no sound that is taken. */
export function soundFormat(start: string): SoundFormat | undefined {
  return formats.find(({ signature }) => signature.test(start));
}

/** Writes over the bytes. Throws `file_damaged` for what is not as its format wants, or empty. */
export function cleanSound(bytes: Uint8Array<ArrayBuffer>, format: SoundFormat): CleanSound {
  try {
    const sound = format.clean(bytes);
    if (!(sound.durationMs > 0 && sound.durationMs < 2 ** 31)) throw new AppError('file_damaged');
    return { ...sound, durationMs: Math.round(sound.durationMs) };
  } catch (cause) {
    if (cause instanceof RangeError) throw new AppError('file_damaged', { cause });
    throw cause;
  }
}
