import {
  backdrop,
  disc,
  draw,
  type Drawing,
  glow,
  gradient,
  mix,
  round,
  type Size,
} from './svg.ts';

type Place = Size & { seed: number };

/** A round loaf with an ear, on a board. */
export function drawBread(place: Place): Drawing {
  return draw(place, ({ width, height, random }) => {
    const [x, y, r] = [width / 2, height * 0.56, Math.min(width, height) * 0.33];
    const seeds = Array.from({ length: 130 }, () => {
      const angle = random() * Math.PI * 2;
      const far = Math.sqrt(random()) * r * 0.9;
      const at = { x: x + Math.cos(angle) * far * 1.18, y: y + Math.sin(angle) * far * 0.84 };
      return disc({ ...at, radius: 1 + random() * 2.6 }, '#fff3dc', round(0.25 + random() * 0.5));
    });
    const score = (shift: number, bend: number, thick: number): string =>
      `<path d="M${round(x - r * 0.82)},${round(y + shift * r)} Q${x},${round(y + (shift - bend) * r)} ${round(x + r * 0.82)},${round(y + shift * r)}" fill="none" stroke="#f3d6a3" stroke-width="${round(thick * r)}" stroke-linecap="round"/>`;
    const table = `<rect y="${height * 0.5}" width="${width}" height="${height / 2}" fill="#8a5a3a"/>`;
    const board = `<ellipse cx="${x}" cy="${y + r * 0.55}" rx="${r * 1.75}" ry="${r * 0.62}" fill="#6b4128"/><ellipse cx="${x}" cy="${y + r * 0.48}" rx="${r * 1.75}" ry="${r * 0.6}" fill="#b98556"/>`;
    const loaf = `${gradient('crust', ['#d98f45', '#b5672a', '#7d3f1b'])}<ellipse cx="${x}" cy="${y}" rx="${r * 1.2}" ry="${r * 0.88}" fill="url(#crust)"/>`;
    return [
      backdrop(place, ['#f4e6d0', '#e7c9a0', '#cf9f6c']),
      glow({ x: width * 0.82, y: height * 0.16, radius: r * 0.2 }, '#fff6df'),
      table,
      board,
      loaf,
      score(-0.18, 0.42, 0.16),
      score(-0.14, 0.42, 0.05),
      score(0.28, 0.32, 0.07),
      ...seeds,
    ].join('');
  });
}

/** A cat on a sill, before an evening. */
export function drawCat(
  place: Place,
  look: { sky: readonly string[]; cat: string; isCurled: boolean },
): Drawing {
  return draw(place, ({ width, height, random }) => {
    const [x, sill, s] = [width * 0.46, height * 0.76, Math.min(width, height) * 0.16];
    const pane = (left: number): string =>
      `<rect x="${round(left)}" width="${round(width * 0.022)}" height="${height}" fill="#efe4d6"/>`;
    const windows = Array.from({ length: 42 }, () => {
      const [w, h] = [width * 0.012, height * 0.018];
      const at = { x: random() * width, y: height * (0.56 + random() * 0.18) };
      return `<rect x="${round(at.x)}" y="${round(at.y)}" width="${round(w)}" height="${round(h)}" fill="#ffd98a" opacity="${round(0.3 + random() * 0.7)}"/>`;
    });
    const houses = Array.from({ length: 9 }, (_, index) => {
      const tall = height * (0.14 + random() * 0.16);
      return `<rect x="${round((index / 9) * width - 10)}" y="${round(sill - tall)}" width="${round(width / 8)}" height="${round(tall)}" fill="${mix(look.sky.at(-1) ?? look.cat, '#2a2440', 0.62)}"/>`;
    });
    return [
      backdrop(place, look.sky),
      glow({ x: width * 0.77, y: height * 0.24, radius: s * 0.42 }, '#fff1cf'),
      ...houses,
      ...windows,
      pane(width * 0.18),
      pane(width * 0.66),
      `<rect y="${sill}" width="${width}" height="${height - sill}" fill="#d9c4ab"/><rect y="${sill}" width="${width}" height="${round(height * 0.018)}" fill="#fbf3e6"/>`,
      look.isCurled ? curledCat({ x, sill, s }, look.cat) : sittingCat({ x, sill, s }, look.cat),
    ].join('');
  });
}

/** In the middle of the sill, and how large. */
type Seat = { x: number; sill: number; s: number };

function sittingCat({ x, sill, s }: Seat, color: string): string {
  const head = { x, y: sill - s * 2.35 };
  const ear = (side: 1 | -1): string =>
    `<path d="M${round(x + side * s * 0.58)},${round(head.y - s * 0.16)} L${round(x + side * s * 0.5)},${round(head.y - s * 0.95)} L${round(x + side * s * 0.06)},${round(head.y - s * 0.5)} Z" fill="${color}"/>`;
  const body = `<path d="M${round(x - s * 0.5)},${round(head.y + s * 0.3)} C${round(x - s * 1.3)},${round(sill - s)} ${round(x - s * 1.15)},${sill} ${round(x - s * 0.8)},${sill} L${round(x + s * 0.8)},${sill} C${round(x + s * 1.15)},${sill} ${round(x + s * 1.3)},${round(sill - s)} ${round(x + s * 0.5)},${round(head.y + s * 0.3)} Z" fill="${color}"/>`;
  const tail = `<path d="M${round(x + s * 0.8)},${round(sill - s * 0.12)} C${round(x + s * 2.3)},${round(sill - s * 0.1)} ${round(x + s * 2.2)},${round(sill - s * 1.3)} ${round(x + s * 1.75)},${round(sill - s * 1.35)}" fill="none" stroke="${color}" stroke-width="${round(s * 0.3)}" stroke-linecap="round"/>`;
  return body + tail + ear(1) + ear(-1) + disc({ ...head, radius: s * 0.66 }, color);
}

function curledCat({ x, sill, s }: Seat, color: string): string {
  const body = `<ellipse cx="${x}" cy="${round(sill - s * 0.72)}" rx="${round(s * 1.75)}" ry="${round(s * 0.86)}" fill="${color}"/>`;
  const head = { x: x - s * 1.05, y: sill - s * 0.7 };
  const ear = (dx: number): string =>
    `<path d="M${round(head.x + dx - s * 0.3)},${round(head.y - s * 0.36)} L${round(head.x + dx)},${round(head.y - s * 0.98)} L${round(head.x + dx + s * 0.26)},${round(head.y - s * 0.36)} Z" fill="${mix(color, '#ffffff', 0.08)}"/>`;
  const tail = `<path d="M${round(x + s * 1.45)},${round(sill - s * 0.5)} C${round(x + s * 1.2)},${round(sill + s * 0.1)} ${round(x - s * 0.2)},${round(sill - s * 0.02)} ${round(x - s * 0.5)},${round(sill - s * 0.2)}" fill="none" stroke="${mix(color, '#ffffff', 0.12)}" stroke-width="${round(s * 0.3)}" stroke-linecap="round"/>`;
  const face = disc({ ...head, radius: s * 0.6 }, mix(color, '#ffffff', 0.08));
  return body + tail + ear(-s * 0.28) + ear(s * 0.26) + face;
}

/** Books in a row, and the light of a late morning across them. */
export function drawShelf(
  place: Place,
  look: { wall: readonly string[]; spines: readonly string[]; light: string },
): Drawing {
  return draw(place, ({ width, height, random }) => {
    const shelves = [0.46, 0.9].flatMap((line) => {
      const floor = line * height;
      const books: string[] = [];
      for (let x = width * 0.05; x < width * 0.93;) {
        const thick = width * (0.018 + random() * 0.03);
        const tall = height * (0.22 + random() * 0.13);
        const color = look.spines[Math.floor(random() * look.spines.length)] ?? '#888888';
        const lean = random() < 0.08 ? ` transform="rotate(9 ${round(x)} ${round(floor)})"` : '';
        const band = `<rect x="${round(x)}" y="${round(floor - tall * 0.82)}" width="${round(thick)}" height="${round(tall * 0.07)}" fill="${mix(color, '#ffffff', 0.55)}"/>`;
        books.push(
          `<g${lean}><rect x="${round(x)}" y="${round(floor - tall)}" width="${round(thick)}" height="${round(tall)}" rx="2" fill="${color}"/>${band}</g>`,
        );
        x += thick + width * (random() < 0.1 ? 0.035 : 0.003);
      }
      const plank = `<rect y="${round(floor)}" width="${width}" height="${round(height * 0.03)}" fill="#8d6544"/>`;
      return [...books, plank];
    });
    const ray = `<polygon points="${round(width * 0.5)},0 ${round(width * 0.86)},0 ${round(width * 0.5)},${height} ${round(width * 0.08)},${height}" fill="${look.light}" opacity="0.26"/><polygon points="${round(width * 0.9)},0 ${width},0 ${round(width * 0.66)},${height} ${round(width * 0.56)},${height}" fill="${look.light}" opacity="0.18"/>`;
    return [backdrop(place, look.wall), ...shelves, ray].join('');
  });
}
