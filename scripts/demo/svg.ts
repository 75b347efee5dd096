import { createRandom } from './random.ts';

/** A drawing, and how large it is meant to be. */
export type Drawing = { width: number; height: number; svg: string };

/** What is drawn with: the canvas and a seeded chance. */
export type Brush = { width: number; height: number; random: () => number };

export type Size = { width: number; height: number };

/** Draws on a canvas of its own; the same seed draws the same. */
export function draw(size: Size & { seed: number }, paint: (brush: Brush) => string): Drawing {
  const { width, height, seed } = size;
  const body = paint({ width, height, random: createRandom(seed) });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
  return { width, height, svg };
}

/** A canvas full of colours that run into each other from top to bottom. */
export function backdrop({ width, height }: Size, colors: readonly string[]): string {
  return `${gradient('backdrop', colors)}<rect width="${width}" height="${height}" fill="url(#backdrop)"/>`;
}

export function gradient(id: string, colors: readonly string[]): string {
  const stops = colors.map(
    (color, index) =>
      `<stop offset="${round(index / Math.max(1, colors.length - 1))}" stop-color="${color}"/>`,
  );
  return `<defs><linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient></defs>`;
}

/** A disc with a soft shine around it. */
export function glow(at: { x: number; y: number; radius: number }, color: string): string {
  const { x, y, radius } = at;
  const halos = [4.2, 2.6, 1.7].map((times, index) =>
    disc({ x, y, radius: radius * times }, color, 0.07 + index * 0.06),
  );
  return halos.join('') + disc(at, color, 1);
}

export function disc(
  { x, y, radius }: { x: number; y: number; radius: number },
  color: string,
  opacity = 1,
): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${color}" opacity="${opacity}"/>`;
}

export type Hill = { base: number; rise: number; waves: number; color: string };

/** A line of hills from edge to edge, filled down to the ground. `base` and `rise` are parts of the height. */
export function hills({ width, height, random }: Brush, hill: Hill): string {
  const phases = Array.from({ length: 3 }, () => random() * Math.PI * 2);
  const steps = 60;
  const points = Array.from({ length: steps + 1 }, (_, index) => {
    const t = index / steps;
    const wave = phases.reduce(
      (sum, phase, octave) =>
        sum + Math.sin(t * Math.PI * hill.waves * (octave + 1) * 1.3 + phase) / (octave + 1.5),
      0,
    );
    return `${round(t * width)},${round((hill.base - wave * hill.rise) * height)}`;
  });
  return `<polygon points="0,${height} ${points.join(' ')} ${width},${height}" fill="${hill.color}"/>`;
}

/** Two colours mixed; `share` of the second. */
export function mix(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((start) => {
    const from = Number.parseInt(one.slice(start, start + 2), 16);
    const to = Number.parseInt(other.slice(start, start + 2), 16);
    return Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
