import { backdrop, disc, draw, type Drawing, mix, round } from './svg.ts';

export type Hair = 'short' | 'bob' | 'long' | 'bun' | 'curls' | 'scarf' | 'cap' | 'bald';

export type Face = {
  skin: string;
  hair: Hair;
  hairColor: string;
  clothes: string;
  sky: readonly [string, string];
  has?: 'glasses' | 'beard';
};

const size = 350;

/** Somebody from the shoulders up, as plain as a paper cut. */
export function drawPortrait(face: Face): Drawing {
  return draw({ width: size, height: size, seed: 1 }, ({ random }) => {
    const [x, y, r] = [size / 2, size * 0.45, size * 0.19];
    const shade = mix(face.skin, '#5a2b1b', 0.16);
    const { back, front } = hairOf(face, { x, y, r, random });
    const neck = `<rect x="${x - r * 0.36}" y="${y + r * 0.5}" width="${r * 0.72}" height="${r * 1.2}" fill="${shade}"/>`;
    const shoulders = `<path d="M${x - r * 2.1},${size} C${x - r * 2},${y + r * 1.7} ${x - r * 0.9},${y + r * 1.5} ${x},${y + r * 1.5} C${x + r * 0.9},${y + r * 1.5} ${x + r * 2},${y + r * 1.7} ${x + r * 2.1},${size} Z" fill="${face.clothes}"/>`;
    const collar = `<path d="M${x - r * 0.55},${y + r * 1.5} Q${x},${y + r * 2.05} ${x + r * 0.55},${y + r * 1.5}" fill="${shade}" stroke="${mix(face.clothes, '#ffffff', 0.35)}" stroke-width="7"/>`;
    const head = `<ellipse cx="${x}" cy="${y}" rx="${r * 0.9}" ry="${r * 1.06}" fill="${face.skin}"/>`;
    const ears = [-1, 1].map((side) =>
      disc({ x: x + side * r * 0.9, y: y + r * 0.1, radius: r * 0.17 }, shade),
    );
    return [
      backdrop({ width: size, height: size }, face.sky),
      back,
      neck,
      shoulders,
      collar,
      ...ears,
      head,
      featuresOf(face, { x, y, r }),
      front,
    ].join('');
  });
}

type At = { x: number; y: number; r: number };

function featuresOf(face: Face, { x, y, r }: At): string {
  const ink = '#3b2a2a';
  const eyes = [-1, 1].map((side) =>
    disc({ x: x + side * r * 0.36, y: y + r * 0.05, radius: r * 0.075 }, ink),
  );
  const cheeks = [-1, 1].map((side) =>
    disc({ x: x + side * r * 0.52, y: y + r * 0.36, radius: r * 0.15 }, '#e8665f', 0.22),
  );
  const beard =
    face.has === 'beard'
      ? `<path d="M${x - r * 0.86},${y + r * 0.22} Q${x - r * 0.7},${y + r * 1.22} ${x},${y + r * 1.22} Q${x + r * 0.7},${y + r * 1.22} ${x + r * 0.86},${y + r * 0.22} Q${x + r * 0.5},${y + r * 0.42} ${x},${y + r * 0.38} Q${x - r * 0.5},${y + r * 0.42} ${x - r * 0.86},${y + r * 0.22} Z" fill="${face.hairColor}"/>`
      : '';
  const smile = `<path d="M${x - r * 0.26},${y + r * 0.5} Q${x},${y + r * 0.74} ${x + r * 0.26},${y + r * 0.5}" fill="none" stroke="${face.has === 'beard' ? '#f5e9e2' : ink}" stroke-width="6" stroke-linecap="round"/>`;
  const rim = (side: 1 | -1): string =>
    `<circle cx="${x + side * r * 0.37}" cy="${y + r * 0.06}" r="${r * 0.25}" fill="#ffffff" fill-opacity="0.22" stroke="${ink}" stroke-width="5"/>`;
  const glasses =
    face.has === 'glasses'
      ? `${rim(1)}${rim(-1)}<path d="M${x - r * 0.12},${y + r * 0.03} L${x + r * 0.12},${y + r * 0.03}" stroke="${ink}" stroke-width="5"/>`
      : '';
  return [...cheeks, beard, ...eyes, smile, glasses].join('');
}

/** What lies behind the head, and what over it. */
function hairOf(face: Face, at: At & { random: () => number }): { back: string; front: string } {
  const { x, y, r } = at;
  const color = face.hairColor;
  const fringe = `<path d="M${round(x - r * 0.98)},${round(y + r * 0.02)} C${round(x - r * 1.1)},${round(y - r * 1.4)} ${round(x + r * 1.1)},${round(y - r * 1.4)} ${round(x + r * 0.98)},${round(y + r * 0.02)} C${round(x + r * 0.8)},${round(y - r * 0.62)} ${round(x + r * 0.1)},${round(y - r * 0.42)} ${round(x - r * 0.35)},${round(y - r * 0.62)} C${round(x - r * 0.62)},${round(y - r * 0.5)} ${round(x - r * 0.86)},${round(y - r * 0.42)} ${round(x - r * 0.98)},${round(y + r * 0.02)} Z" fill="${color}"/>`;
  const behind = (fall: number): string =>
    `<path d="M${x - r * 1.12},${y - r * 0.2} C${x - r * 1.2},${y - r * 1.5} ${x + r * 1.2},${y - r * 1.5} ${x + r * 1.12},${y - r * 0.2} L${x + r * 1.2},${y + r * fall} Q${x},${y + r * (fall + 0.35)} ${x - r * 1.2},${y + r * fall} Z" fill="${color}"/>`;
  switch (face.hair) {
    case 'short':
      return { back: '', front: fringe };
    case 'bob':
      return { back: behind(0.85), front: fringe };
    case 'long':
      return { back: behind(1.9), front: fringe };
    case 'bun':
      return { back: disc({ x, y: y - r * 1.32, radius: r * 0.46 }, color), front: fringe };
    case 'curls': {
      const curls = Array.from({ length: 15 }, (_, index) => {
        const angle = Math.PI * (1.02 + (index / 14) * 0.96);
        const radius = r * (0.3 + at.random() * 0.1);
        return disc(
          { x: x + Math.cos(angle) * r, y: y + r * 0.02 + Math.sin(angle) * r, radius },
          color,
        );
      });
      return { back: curls.join(''), front: `${curls.slice(1, -1).join('')}${fringe}` };
    }
    case 'scarf': {
      const cloth = `<path d="M${x - r * 1.1},${y + r * 0.2} C${x - r * 1.25},${y - r * 1.5} ${x + r * 1.25},${y - r * 1.5} ${x + r * 1.1},${y + r * 0.2} C${x + r * 0.95},${y - r * 0.75} ${x - r * 0.95},${y - r * 0.75} ${x - r * 1.1},${y + r * 0.2} Z" fill="${color}"/>`;
      return { back: behind(1.45), front: cloth };
    }
    case 'cap': {
      const brim = `<path d="M${x - r * 1.35},${y - r * 0.42} Q${x},${y - r * 0.78} ${x + r * 0.98},${y - r * 0.42} L${x + r * 0.98},${y - r * 0.56} Z" fill="${mix(color, '#000000', 0.2)}"/>`;
      const crown = `<path d="M${x - r * 0.99},${y - r * 0.44} C${x - r * 1.02},${y - r * 1.45} ${x + r * 1.02},${y - r * 1.45} ${x + r * 0.99},${y - r * 0.44} Q${x},${y - r * 0.72} ${x - r * 0.99},${y - r * 0.44} Z" fill="${color}"/>`;
      return { back: '', front: crown + brim };
    }
    case 'bald':
      return { back: '', front: '' };
  }
}
