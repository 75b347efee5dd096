import type { Language } from '@dailyfeed/contract/member';

const texts = {
  en: {
    title: 'Back in a moment',
    text: 'dailyfeed cannot be reached just now. This page tries again by itself.',
    again: 'Try again',
  },
  ko: {
    title: '잠시 후 다시 만나요',
    text: '지금은 dailyfeed에 연결할 수 없어요. 이 페이지가 곧 다시 시도합니다.',
    again: '다시 시도',
  },
} satisfies Record<Language, object>;

/** Allows this page its own style and nothing else. */
export const awayPagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
export const awayPageRetrySeconds = 5;

/** What a person sees while the pages are away. It stands alone: nothing else can be loaded then. */
export function awayPage(language: Language): string {
  const { title, text, again } = texts[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="${awayPageRetrySeconds}">
<title>${title} · dailyfeed</title>
<style>
  body { margin: 0; min-height: 100dvh; display: grid; place-items: center; font: 1rem/1.6 system-ui, sans-serif;
    background: Canvas; color: CanvasText; word-break: keep-all; overflow-wrap: anywhere; }
  main { max-width: 26rem; padding: 2rem; text-align: center; }
  h1 { font-size: 1.375rem; margin: 0 0 .5rem; }
  p { margin: 0 0 1.5rem; opacity: .75; }
  a { color: inherit; font-weight: 600; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
<a href="">${again}</a>
</main>
</body>
</html>
`;
}
