// blurhash: a picture in thirty letters, for the time until it is loaded (blurha.sh, "Algorithm").

const DIGITS =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';
const COLUMNS = 4;
const ROWS = 3;

type Colour = [red: number, green: number, blue: number];

/** The hash of RGBA pixels, row by row; a few dozen on each side are enough. */
export function blurhash(pixels: Uint8Array, width: number, height: number): string {
  const factors = Array.from({ length: COLUMNS * ROWS }, (_, nr) =>
    factorOf(pixels, width, height, nr % COLUMNS, Math.floor(nr / COLUMNS)),
  );
  const [mean = [0, 0, 0], ...waves] = factors;
  const strongest = Math.max(...waves.flat().map(Math.abs));
  const level = Math.max(0, Math.min(82, Math.floor(strongest * 166 - 0.5)));
  const [red, green, blue] = mean.map(toSrgb) as Colour;
  return (
    encode(COLUMNS - 1 + (ROWS - 1) * 9, 1) +
    encode(level, 1) +
    encode((red << 16) + (green << 8) + blue, 4) +
    waves.map((wave) => encode(waveOf(wave, (level + 1) / 166), 2)).join('')
  );
}

function factorOf(
  pixels: Uint8Array,
  width: number,
  height: number,
  column: number,
  row: number,
): Colour {
  const sum: Colour = [0, 0, 0];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const basis =
        Math.cos((Math.PI * column * x) / width) * Math.cos((Math.PI * row * y) / height);
      const at = 4 * (y * width + x);
      for (const channel of [0, 1, 2] as const)
        sum[channel] += basis * toLinear(pixels[at + channel] ?? 0);
    }
  const scale = (column === 0 && row === 0 ? 1 : 2) / (width * height);
  return sum.map((value) => value * scale) as Colour;
}

/** Each channel in 19 steps. */
function waveOf(wave: Colour, most: number): number {
  return wave.reduce((sum, value) => {
    const root = Math.sign(value) * Math.sqrt(Math.abs(value / most));
    return sum * 19 + Math.max(0, Math.min(18, Math.floor(root * 9 + 9.5)));
  }, 0);
}

function encode(value: number, length: number): string {
  return Array.from({ length }, (_, nr) =>
    DIGITS.charAt(Math.floor(value / 83 ** (length - 1 - nr)) % 83),
  ).join('');
}

function toLinear(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function toSrgb(value: number): number {
  const part = Math.max(0, Math.min(1, value));
  const bent = part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
  return Math.round(bent * 255);
}
