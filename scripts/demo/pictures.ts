import { drawClouds, drawField, drawRidges, drawRoofs, drawWater } from './landscapes.ts';
import { drawBread, drawCat, drawShelf } from './still-lifes.ts';
import type { Drawing } from './svg.ts';

/** What a post shows, and what somebody who does not see it is told. */
export type Picture = { alt: string; draw: () => Drawing };

const wide = { width: 1200, height: 800 };
const tall = { width: 900, height: 1125 };
const cover = { width: 1500, height: 500 };
const film = { sky: ['#a9b8b5', '#e4dcc8', '#f0d2a8'], water: ['#dccdb3', '#6f8f93'] } as const;

/** By author and place among their posts. */
export const pictures: Record<string, readonly Picture[]> = {
  'doyun/0': [
    {
      alt: '물안개가 걷히는 아침 한강. 다리 너머로 해가 뜬다.',
      draw: () =>
        drawWater(
          { ...wide, seed: 7 },
          {
            sky: ['#8fb3c9', '#dcd9d2', '#f6d9b8'],
            water: ['#e9d6c0', '#5f8296'],
            light: { x: 0.62, y: 0.44, color: '#ffe9c4' },
            shore: '#8fa3ad',
            bridge: '#66798a',
          },
        ),
    },
  ],
  'doyun/4': [
    {
      alt: '겹겹이 놓인 언덕 위로 붉게 지는 해.',
      draw: () =>
        drawRidges(
          { ...wide, seed: 7 },
          {
            sky: ['#2d3561', '#a64b6f', '#f08a5d', '#f9c784'],
            near: '#2a1f3d',
            light: { x: 0.35, y: 0.42, color: '#ffe0a3', size: 0.07 },
          },
        ),
    },
  ],
  'doyun/7': [
    {
      alt: '파란 하늘을 물고기 비늘처럼 덮은 작은 구름들.',
      draw: () =>
        drawClouds(
          { ...tall, seed: 7 },
          { sky: ['#4a86c5', '#8fbce3', '#dcecf5'], cloud: '#ffffff', ground: '#41546b' },
        ),
    },
  ],
  'haneul/7': [
    {
      alt: '둥근 달무리가 진 밤하늘과 산 능선.',
      draw: () =>
        drawRidges(
          { ...wide, seed: 9 },
          {
            sky: ['#0b1030', '#1c2a55', '#3b4a7a'],
            near: '#0a0d22',
            light: { x: 0.6, y: 0.27, color: '#f4efd9', size: 0.06 },
            stars: 160,
          },
        ),
    },
  ],
  'mina/1': [
    {
      alt: 'A round sourdough loaf on a board, its crust split open in one long ear.',
      draw: () => drawBread({ ...wide, seed: 7 }),
    },
  ],
  'mina/9': [
    {
      alt: 'Flat water at six in the morning, a low sun, one small sailing boat.',
      draw: () =>
        drawWater(
          { ...wide, seed: 3 },
          {
            sky: ['#b7c9d9', '#e6dfd6', '#f2cfae'],
            water: ['#d5d0c8', '#7795a6'],
            light: { x: 0.3, y: 0.5, color: '#fff0d0' },
            boat: '#4b3a36',
          },
        ),
    },
  ],
  'dana/2': [
    {
      alt: 'A dug field with straw along its rows, under a pale sky.',
      draw: () =>
        drawField(
          { ...wide, seed: 7 },
          {
            sky: ['#9db8cf', '#e9e3d5'],
            soil: '#6a4b35',
            furrow: '#7d5a40',
            plant: '#d9b96a',
          },
        ),
    },
  ],
  'dana/7': [
    {
      alt: 'Desert hills at sunrise: pink above, gold along the edges.',
      draw: () =>
        drawRidges(
          { ...wide, seed: 12 },
          {
            sky: ['#3b2a5a', '#d4577b', '#f79d65', '#ffdf9e'],
            near: '#6b2d2f',
            light: { x: 0.7, y: 0.46, color: '#fff0c0' },
            layers: 4,
          },
        ),
    },
  ],
  'yuna/0': [
    {
      alt: '바랜 필름 속 영도 앞바다. 수평선에 걸린 해.',
      draw: () =>
        drawWater({ ...wide, seed: 21 }, { ...film, light: { x: 0.5, y: 0.48, color: '#fff1d2' } }),
    },
    {
      alt: '같은 바다에 떠 있는 돛단배 한 척.',
      draw: () =>
        drawWater(
          { ...wide, seed: 22 },
          { ...film, light: { x: 0.7, y: 0.4, color: '#fff1d2' }, boat: '#5b4a3f' },
        ),
    },
    {
      alt: '안개에 잠긴 섬들의 능선.',
      draw: () =>
        drawRidges(
          { ...wide, seed: 30 },
          { sky: ['#c9d3da', '#dfe4e6', '#eef0ef'], near: '#7f929c', layers: 6 },
        ),
    },
    {
      alt: '해 질 무렵 길게 부서지는 물빛.',
      draw: () =>
        drawWater(
          { ...wide, seed: 23 },
          { ...film, light: { x: 0.35, y: 0.52, color: '#ffe3b3', size: 0.07 }, horizon: 0.6 },
        ),
    },
  ],
  'yuna/1': [
    {
      alt: '해 질 녘 창턱에 앉아 도시를 내다보는 검은 고양이의 뒷모습.',
      draw: () =>
        drawCat(
          { ...wide, seed: 7 },
          { sky: ['#283362', '#7a5c99', '#f2a477'], cat: '#1f1a2b', isCurled: false },
        ),
    },
    {
      alt: '햇빛 드는 창턱에 몸을 말고 잠든 치즈색 고양이.',
      draw: () =>
        drawCat(
          { ...wide, seed: 4 },
          { sky: ['#6aa0c4', '#b9d5e4', '#f3e4c9'], cat: '#c9752f', isCurled: true },
        ),
    },
  ],
  'yuna/8': [
    {
      alt: '능선 위로 쏟아질 듯 가득한 별.',
      draw: () =>
        drawRidges(
          { ...tall, seed: 41 },
          {
            sky: ['#050816', '#10204a', '#2c4a7c', '#587ba5'],
            near: '#050a18',
            stars: 320,
            layers: 3,
          },
        ),
    },
  ],
  'sehun/8': [
    {
      alt: '눈 내리는 한옥마을, 겹겹이 이어진 기와지붕.',
      draw: () =>
        drawRoofs(
          { ...wide, seed: 7 },
          { sky: ['#8e9db3', '#cdd6e2'], tile: '#3a4352', snow: '#f7fafc' },
        ),
    },
  ],
  'jiyun/4': [
    {
      alt: '책장에 비스듬히 든 늦은 아침 햇빛.',
      draw: () =>
        drawShelf(
          { ...wide, seed: 7 },
          {
            wall: ['#e8d9c4', '#d7c3a8'],
            spines: ['#a5452f', '#d9a441', '#3f6c6a', '#27405c', '#7a4a6b', '#c9b79c', '#56703f'],
            light: '#fff4cf',
          },
        ),
    },
  ],
  'aisha/0': [
    {
      alt: 'A clear night over dark hills. One star is brighter than all the others.',
      draw: () =>
        drawRidges(
          { ...wide, seed: 51 },
          {
            sky: ['#0a0f24', '#1b2b52', '#46618f'],
            near: '#070b18',
            light: { x: 0.68, y: 0.3, color: '#fdf6e3', size: 0.014 },
            stars: 200,
            layers: 3,
          },
        ),
    },
  ],
};

/** The broad picture above a profile, by handle. */
export const covers: Record<string, () => Drawing> = {
  jiyun: () =>
    drawShelf(
      { ...cover, seed: 15 },
      {
        wall: ['#efe3cf', '#ddc9ab'],
        spines: ['#3f6c6a', '#d9a441', '#27405c', '#a5452f', '#c9b79c'],
        light: '#fff4cf',
      },
    ),
  mina: () =>
    drawRidges(
      { ...cover, seed: 61 },
      { sky: ['#93b1bd', '#c9d8d8', '#e6ece6'], near: '#31544f', layers: 6 },
    ),
  doyun: () =>
    drawWater(
      { ...cover, seed: 62 },
      {
        sky: ['#f7b98b', '#f6d3a8', '#fbe8cc'],
        water: ['#f0cda4', '#5f8296'],
        light: { x: 0.72, y: 0.42, color: '#fff3d6', size: 0.09 },
        bridge: '#7a6a66',
      },
    ),
  haneul: () =>
    drawClouds(
      { ...cover, seed: 63 },
      { sky: ['#3f7cc0', '#8fbce3', '#e5f1f8'], cloud: '#ffffff', ground: '#3d5068' },
    ),
  dana: () =>
    drawRidges(
      { ...cover, seed: 12 },
      {
        sky: ['#e2b69a', '#f3cfae', '#fbe7cd'],
        near: '#8a4433',
        light: { x: 0.75, y: 0.4, color: '#fff6e0', size: 0.09 },
        layers: 4,
      },
    ),
  yuna: () =>
    drawWater(
      { ...cover, seed: 8 },
      {
        sky: ['#1f3a5f', '#c9667a', '#ffb26b'],
        water: ['#e58f6f', '#213a5c'],
        light: { x: 0.5, y: 0.5, color: '#ffd9a0', size: 0.09 },
        horizon: 0.6,
      },
    ),
};
