// spoken-wav: the stand-in's own way to speak and to hear: a WAV that is as long and as loud as
// somebody who says a text, and whose first samples are the text itself.

const HERTZ = 8000;
/** What a letter takes to say, in samples. */
const LETTER = HERTZ / 15;
const MARK = Buffer.from('PARLEY-SAYS:');

/** 16 bits, one channel; as OpenAI streams it, its header says the most for its lengths. */
export function spokenWav(text: string): Buffer {
  const words = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(words.length);
  const said = Buffer.concat([MARK, length, words]);
  const samples = Buffer.alloc(2 * Math.ceil(Math.max(said.length / 2, text.length * LETTER)));
  for (let at = 0; at < samples.length; at += 2)
    samples.writeInt16LE(Math.round(9000 * Math.sin(at / 9) * Math.sin(at / 4000)), at);
  said.copy(samples);
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(0xffffffff, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(HERTZ, 24);
  header.writeUInt32LE(2 * HERTZ, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(0xffffffff, 40);
  return Buffer.concat([header, samples]);
}

/** What was said; undefined for the sound of anybody else. */
export function heardIn(sound: Buffer): string | undefined {
  const mark = sound.indexOf(MARK);
  if (mark < 0) return undefined;
  const start = mark + MARK.length + 4;
  return sound.toString('utf8', start, start + sound.readUInt32LE(start - 4));
}
