/**
 * Draws pictures of the demo account of a running server: `npm start`, then `npm run pictures`. Those in `public/pictures`
 * are of the README and the manifest. `pictures/` has 24 views for a person to look at: it is no test.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from './browser'
import { root } from './settings'

const base = `http://localhost:${process.env.PORT ?? 8788}`
/** A part begins at an element and has the width of a phone. In CSS pixels. */
type Picture = { name: string; path: string; part?: string; width: number; height: number; isLight?: true }

const pictures = [
  { name: 'today', path: '/', width: 1280, height: 800 },
  { name: 'goal', path: '/goals?q=hand+in+the+thesis', part: 'main h1', width: 390, height: 284, isLight: true },
  { name: 'statistic', path: '/stats', part: '.page-head', width: 390, height: 528, isLight: true },
  { name: 'phone-today', path: '/', width: 390, height: 844, isLight: true },
  { name: 'phone-statistics', path: '/stats', width: 390, height: 844, isLight: true },
  { name: 'rule', path: '/whitelists', part: '#earned', width: 390, height: 164, isLight: true },
] satisfies Picture[]

/** A phone has twice the pixels. */
const scaleOf = ({ width }: Picture) => (width < 640 ? 2 : 1)

/** Encodes in the browser, which knows WebP. */
const webpOf = async (page: Page, png: string, picture: Picture) => {
  const scale = scaleOf(picture)
  const webp = await page.evaluate<string>(`(async () => {
    const blob = await (await fetch('data:image/png;base64,${png}')).blob()
    const canvas = new OffscreenCanvas(${picture.width * scale}, ${picture.height * scale})
    canvas.getContext('2d').drawImage(await createImageBitmap(blob), 0, 0)
    const bytes = await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.35 })).arrayBuffer()
    return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))
  })()`)
  return Buffer.from(webp, 'base64')
}

/** Tasks that are moved to another day first, so that the day in the picture is not overplanned. */
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

/** In CSS pixels, above a part. */
const margin = 8

/** A window that is higher than its part keeps the bar of a phone out of the picture. */
const shoot = async (page: Page, { path, part, width, height }: Picture) => {
  await page.goto(`${base}${path}`, { waitUntil: 'networkidle' })
  if (path.startsWith('/goals')) await page.locator('#goal-list .row-title').first().click()
  const top = part
    ? await page
        .locator(part)
        .first()
        .evaluate((one) => one.getBoundingClientRect().top)
    : 0
  return (await page.screenshot({ clip: { x: 0, y: Math.max(0, top - margin), width, height } })).toString('base64')
}

/** Paths of the pages to look at, by the names of their pictures. */
const views = {
  today: '/',
  plan: '/plan',
  sessions: '/sessions',
  week: '/week',
  goals: '/goals',
  tasks: '/tasks',
  statistics: '/stats',
  report: '/report',
}

const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
await mkdir(join(root, 'public/pictures'), { recursive: true })
for (const picture of pictures)
  for (const colorScheme of picture.isLight ? (['light'] as const) : (['light', 'dark'] as const)) {
    const page = await browser.newPage({
      ...{ viewport: { width: picture.width, height: picture.part ? 1600 : picture.height }, colorScheme },
      ...{ deviceScaleFactor: scaleOf(picture), timezoneId: 'Europe/Lisbon' },
    })
    await calmDay(page)
    const png = await shoot(page, picture)
    await page.goto('about:blank')
    await writeFile(join(root, `public/pictures/${picture.name}-${colorScheme}.webp`), await webpOf(page, png, picture))
  }

await mkdir(join(root, 'pictures'), { recursive: true })
for (const width of [390, 900, 1280]) {
  const isPhone = width === 390
  const page = await browser.newPage({
    ...{ viewport: { width, height: isPhone ? 844 : 800 }, hasTouch: isPhone, isMobile: isPhone },
    ...{ colorScheme: 'light', timezoneId: 'Europe/Lisbon' },
  })
  await page.request.post(`${base}/dev/demo`, { headers: { Origin: base } })
  for (const [name, path] of Object.entries(views)) {
    await page.goto(`${base}${path}`, { waitUntil: 'networkidle' })
    await page.screenshot({ path: join(root, `pictures/${name}-${width}.png`) })
  }
}
await browser.close()
