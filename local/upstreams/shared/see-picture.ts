// see-picture: what a stand-in sees of a picture: enough to say that it came whole.
import sharp from 'sharp';

export interface Sight {
  width: number;
  height: number;
}

/** Formats that all providers take. */
const formats = ['jpeg', 'png', 'webp', 'gif'];

/** Decodes the whole picture; undefined for what is none, or not of the type it is said to be. */
export async function seePicture(mediaType: string, base64: string): Promise<Sight | undefined> {
  try {
    const image = sharp(Buffer.from(base64, 'base64'), { failOn: 'warning' });
    const { format, width, height } = await image.metadata();
    await image.stats();
    return formats.includes(format) && mediaType === `image/${format}`
      ? { width, height }
      : undefined;
  } catch {
    return undefined; // Whatever cannot be decoded is not a picture.
  }
}
