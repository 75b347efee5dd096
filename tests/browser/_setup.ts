import chromium from '@sparticuz/chromium';

/** Unpacks the browser before any worker does: another that comes meanwhile would take half of it for the whole. */
export async function setup(): Promise<void> {
  await chromium.executablePath();
}
