'use client';

import { buttonClass } from '../ui/button-class.ts';

import './globals.css';

/** The frame itself broke, languages and all: both are shown. */
export default function GlobalError() {
  return (
    <html lang="ko">
      <body>
        <main className="grid min-h-dvh place-content-center justify-items-center gap-2 px-6 text-center">
          <h1 className="text-xl font-bold">페이지에 문제가 생겼어요</h1>
          <p lang="en" className="text-ink-2">
            This page broke.
          </p>
          <button
            type="button"
            onClick={() => location.reload()}
            className={`${buttonClass({ look: 'quiet' })} mt-3`}
          >
            다시 시도 · <span lang="en">Try again</span>
          </button>
        </main>
      </body>
    </html>
  );
}
