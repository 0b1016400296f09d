/**
 * Draws the pictures of Today, one of a wide screen and one of a phone, on the sign-in page from the demo account of a running server: `npm start`, then
 * `npm run pictures`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from './browser'
import { port, root } from './settings'

const base = `http://localhost:${port}`
const screens = { today: { width: 1280, height: 800 }, phone: { width: 390, height: 500 } }

type Screen = (typeof screens)[keyof typeof screens]

/** A phone has twice the pixels. */
const scaleOf = ({ width }: Screen) => (width < 640 ? 2 : 1)

/** Encodes in the browser, which knows WebP. */
const webpOf = async (page: Page, png: string, size: Screen) => {
  const scale = scaleOf(size)
  const webp = await page.evaluate<string>(`(async () => {
    const blob = await (await fetch('data:image/png;base64,${png}')).blob()
    const canvas = new OffscreenCanvas(${size.width * scale}, ${size.height * scale})
    canvas.getContext('2d').drawImage(await createImageBitmap(blob), 0, 0)
    const bytes = await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.35 })).arrayBuffer()
    return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))
  })()`)
  return Buffer.from(webp, 'base64')
}

/** Tasks that go to another day first, so that the day in the picture holds what is planned for it. */
const moved = [
  'Sensitivity: rerun with the new ages',
  'Booking site: fix the calendar on small screens',
  'Portuguese: one chapter',
]

const calmDay = async ({ request }: Page) => {
  const headers = { Origin: base }
  await request.post(`${base}/dev/demo`, { headers })
  const { items } = await (await request.get(`${base}/api/v1/tasks?status=todo&limit=100`)).json()
  for (const { id, title } of items)
    if (moved.includes(title)) await request.post(`${base}/tasks/${id}/schedule`, { form: { to: 'tomorrow' }, headers })
}

const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
await mkdir(join(root, 'public/pictures'), { recursive: true })
for (const [name, size] of Object.entries(screens))
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      ...{ viewport: size, deviceScaleFactor: scaleOf(size), colorScheme },
      timezoneId: 'Europe/Lisbon',
    })
    await calmDay(page)
    await page.goto(base)
    const png = (await page.screenshot()).toString('base64')
    await page.goto('about:blank')
    await writeFile(join(root, `public/pictures/${name}-${colorScheme}.webp`), await webpOf(page, png, size))
  }
await browser.close()
