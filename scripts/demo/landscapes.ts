import {
  backdrop,
  type Brush,
  disc,
  draw,
  type Drawing,
  glow,
  hills,
  mix,
  round,
  type Size,
} from './svg.ts';

type Place = Size & { seed: number };
type Light = { x: number; y: number; color: string; size?: number };

/** Ranges of hills that lie ever deeper in the haze. */
export function drawRidges(
  place: Place,
  look: { sky: readonly string[]; near: string; light?: Light; stars?: number; layers?: number },
): Drawing {
  return draw(place, (brush) => {
    const { layers = 5 } = look;
    const haze = look.sky.at(-1) ?? look.near;
    const ranges = Array.from({ length: layers }, (_, index) => {
      const depth = (index + 1) / layers;
      return hills(brush, {
        base: 0.52 + depth * 0.36,
        rise: 0.1 - depth * 0.03,
        waves: 2.2 - depth * 0.8,
        color: mix(haze, look.near, depth ** 1.2),
      });
    });
    return [
      backdrop(place, look.sky),
      stars(brush, look.stars ?? 0),
      light(brush, look.light),
      ...ranges,
    ].join('');
  });
}

/** Water to the horizon, with the light's path on it. */
export function drawWater(
  place: Place,
  look: {
    sky: readonly string[];
    water: readonly [string, string];
    light: Light;
    horizon?: number;
    shore?: string;
    boat?: string;
    bridge?: string;
  },
): Drawing {
  return draw(place, (brush) => {
    const { width, height, random } = brush;
    const horizon = (look.horizon ?? 0.58) * height;
    const bands = Array.from({ length: 26 }, (_, index) => {
      const t = index / 26;
      const y = horizon + t * (height - horizon);
      const color = mix(look.water[0], look.water[1], t);
      return `<rect y="${round(y)}" width="${width}" height="${round(height / 26)}" fill="${color}"/>`;
    });
    const glitter = Array.from({ length: 70 }, () => {
      const t = random() ** 1.6;
      const spread = (0.02 + t * 0.16) * width;
      const length = (0.015 + random() * 0.05) * width * (0.4 + t);
      const x = look.light.x * width + (random() - 0.5) * spread * 2 - length / 2;
      const y = horizon + 4 + t * (height - horizon) * 0.95;
      const opacity = round(0.75 - t * 0.5);
      return `<rect x="${round(x)}" y="${round(y)}" width="${round(length)}" height="${round(2 + t * 5)}" rx="3" fill="${look.light.color}" opacity="${opacity}"/>`;
    });
    const shore =
      look.shore === undefined
        ? ''
        : hills(
            { ...brush, height: horizon },
            { base: 0.95, rise: 0.05, waves: 1.7, color: look.shore },
          );
    return [
      backdrop(place, look.sky),
      light(brush, look.light),
      shore,
      ...bands,
      ...glitter,
      look.bridge === undefined ? '' : bridge(brush, horizon, look.bridge),
      look.boat === undefined ? '' : boat(brush, horizon, look.boat),
    ].join('');
  });
}

/** Rows of small clouds, smaller towards the horizon: fish scales. */
export function drawClouds(
  place: Place,
  look: { sky: readonly string[]; cloud: string; ground: string },
): Drawing {
  return draw(place, (brush) => {
    const { width, height, random } = brush;
    const puffs: string[] = [];
    for (let row = 0; row < 13; row += 1) {
      const t = row / 13;
      const size = (1 - t) * 0.055 * width + 0.006 * width;
      const y = 0.04 * height + (1 - (1 - t) ** 1.7) * 0.74 * height;
      for (let x = -size + random() * size; x < width + size; x += size * (1.7 + random() * 0.7)) {
        if (random() < 0.16) continue;
        const tall = round(size * (0.3 + random() * 0.16));
        const opacity = round(0.45 + random() * 0.5);
        const top = round(y + (random() - 0.5) * size * 0.5);
        puffs.push(
          `<ellipse cx="${round(x)}" cy="${top}" rx="${round(size * (0.62 + random() * 0.25))}" ry="${tall}" fill="${look.cloud}" opacity="${opacity}"/>`,
        );
      }
    }
    const ground = hills(brush, { base: 0.92, rise: 0.03, waves: 1.4, color: look.ground });
    return backdrop(place, look.sky) + puffs.join('') + ground;
  });
}

/** Furrows that meet at the horizon, with something growing in them. */
export function drawField(
  place: Place,
  look: { sky: readonly string[]; soil: string; furrow: string; plant: string; light?: Light },
): Drawing {
  return draw(place, (brush) => {
    const { width, height, random } = brush;
    const horizon = 0.42 * height;
    const far = hills(brush, {
      base: 0.4,
      rise: 0.04,
      waves: 1.6,
      color: mix(look.sky.at(-1) ?? look.soil, look.soil, 0.45),
    });
    const toX = (row: number, t: number): number => width / 2 + row * (0.012 + t * 0.17) * width;
    const rows: string[] = [];
    for (let row = -14; row <= 14; row += 1) {
      rows.push(
        `<polygon points="${round(toX(row, 0))},${horizon} ${round(toX(row + 0.5, 0))},${horizon} ${round(toX(row + 0.5, 1))},${height} ${round(toX(row, 1))},${height}" fill="${look.furrow}"/>`,
      );
    }
    const plants: string[] = [];
    for (let step = 1; step <= 15; step += 1) {
      const t = (step / 15) ** 1.8;
      const size = (0.004 + t * 0.024) * width;
      for (let row = -14; row <= 14; row += 1) {
        const x = toX(row + 0.25, t) + (random() - 0.5) * size * 0.5;
        const y = horizon + t * (height - horizon);
        if (x < -size || x > width + size || random() < 0.18) continue;
        plants.push(
          `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(size)}" ry="${round(size * 0.42)}" fill="${mix(look.plant, look.soil, random() * 0.3)}"/>`,
        );
      }
    }
    const ground = `<rect y="${horizon}" width="${width}" height="${height - horizon}" fill="${look.soil}"/>`;
    return [
      backdrop(place, look.sky),
      light(brush, look.light),
      far,
      ground,
      ...rows,
      ...plants,
    ].join('');
  });
}

/** Tiled roofs one behind the other while it snows. */
export function drawRoofs(
  place: Place,
  look: { sky: readonly string[]; tile: string; snow: string },
): Drawing {
  return draw(place, (brush) => {
    const { width, height, random } = brush;
    const roofs = [0.5, 0.66, 0.86].flatMap((line, depth) => {
      const span = (0.34 + depth * 0.14) * width;
      const color = mix(look.sky.at(-1) ?? look.tile, look.tile, 0.45 + depth * 0.27);
      const start = -span * (0.2 + random() * 0.5);
      return Array.from({ length: 5 }, (_, index) =>
        roof(
          {
            x: start + index * span * 1.04,
            y: line * height,
            span,
            tall: (0.13 + depth * 0.035) * height,
          },
          color,
          look.snow,
        ),
      );
    });
    const flakes = Array.from({ length: 170 }, () =>
      disc(
        { x: random() * width, y: random() * height, radius: 1 + random() * 3.4 },
        look.snow,
        round(0.35 + random() * 0.6),
      ),
    );
    return [backdrop(place, look.sky), ...roofs, ...flakes].join('');
  });
}

/** Eaves that turn up at both ends, under snow, over a wall. */
function roof(
  { x, y, span, tall }: { x: number; y: number; span: number; tall: number },
  color: string,
  snow: string,
): string {
  const [left, right, ridge] = [x, x + span, y - tall];
  const path = (lift: number): string => {
    const [tip, knee, top] = [y - tall * 0.16 - lift, y - tall * 0.3 - lift, ridge - lift];
    return `M${round(left)},${round(tip)} Q${round(left + span * 0.17)},${round(knee)} ${round(left + span * 0.24)},${round(top)} L${round(right - span * 0.24)},${round(top)} Q${round(right - span * 0.17)},${round(knee)} ${round(right)},${round(tip)} Q${round(x + span / 2)},${round(y + tall * 0.2 - lift)} ${round(left)},${round(tip)} Z`;
  };
  const wall = `<rect x="${round(left + span * 0.12)}" y="${round(y - tall * 0.1)}" width="${round(span * 0.76)}" height="${round(tall * 9)}" fill="${mix(color, snow, 0.3)}"/>`;
  // Snow lies along the ridge; the tiles show below it.
  return `${wall}<path d="${path(tall * 0.16)}" fill="${snow}"/><path d="${path(0)}" fill="${color}"/>`;
}

function stars({ width, height, random }: Brush, count: number): string {
  return Array.from({ length: count }, () =>
    disc(
      { x: random() * width, y: random() ** 1.3 * height * 0.75, radius: 0.6 + random() ** 3 * 3 },
      '#ffffff',
      round(0.35 + random() * 0.65),
    ),
  ).join('');
}

function light({ width, height }: Brush, at: Light | undefined): string {
  if (at === undefined) return '';
  const radius = (at.size ?? 0.055) * Math.min(width, height);
  return glow({ x: at.x * width, y: at.y * height, radius }, at.color);
}

function boat({ width, height }: Brush, horizon: number, color: string): string {
  const [x, y, size] = [width * 0.28, horizon + height * 0.12, width * 0.05];
  const hull = `<path d="M${x - size},${y} L${x + size},${y} Q${x + size * 0.6},${y + size * 0.42} ${x},${y + size * 0.42} Q${x - size * 0.6},${y + size * 0.42} ${x - size},${y} Z" fill="${color}"/>`;
  const sail = `<path d="M${x},${y - size * 0.1} L${x},${y - size * 2} L${x + size * 0.85},${y - size * 0.1} Z" fill="#fff7ea" opacity="0.92"/>`;
  return hull + sail;
}

function bridge({ width, height }: Brush, horizon: number, color: string): string {
  const deck = horizon - height * 0.045;
  const spans = 7;
  const piers = Array.from({ length: spans }, (_, index) => {
    const x = ((index + 0.5) / spans) * width;
    const arch = `<path d="M${round(x - width / spans / 2)},${deck} Q${round(x)},${round(deck - height * 0.075)} ${round(x + width / spans / 2)},${deck}" fill="none" stroke="${color}" stroke-width="5"/>`;
    return `${arch}<rect x="${round(x - width / spans / 2 - 4)}" y="${deck}" width="8" height="${round(height * 0.06)}" fill="${color}"/>`;
  });
  return `<rect y="${deck}" width="${width}" height="7" fill="${color}"/>${piers.join('')}`;
}
