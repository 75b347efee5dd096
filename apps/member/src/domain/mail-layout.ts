import type { Language } from '@dailyfeed/contract/member';

import type { MailText } from './mail-text.ts';

/** Sets a mail, once as plain text and once as simple HTML. */
export function layOutMail(
  text: MailText,
  args: { language: Language; link: string | undefined },
): { subject: string; text: string; html: string } {
  const { language, link } = args;
  const [hello = '', ...rest] = text.paragraphs;
  const [about = '', ...last] = rest;
  const plain = [hello, about, ...(link === undefined ? [] : [link]), ...last, 'dailyfeed'];
  const anchor =
    link === undefined ? '' : `<p><a href="${escape(link)}">${escape(text.action ?? link)}</a></p>`;
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(text.subject)}</title></head>`,
    '<body style="font-family:sans-serif;line-height:1.6;max-width:34em">',
    `<p>${escape(hello)}</p><p>${escape(about)}</p>${anchor}`,
    ...last.map((each) => `<p>${escape(each)}</p>`),
    '<p>dailyfeed</p></body></html>',
  ].join('\n');
  return { subject: text.subject, text: `${plain.join('\n\n')}\n`, html };
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
