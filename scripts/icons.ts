/** Draws the icons of the installed app and its shortcuts from public/favicon.svg. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { filledIcons, type IconName, iconPaths } from '../views/ui/icon-paths'
import { findBrowser } from './browser'
import { root } from './settings'

/**
 * `part` is the width of the shape in its icon; `corner` that of the ground's corners, null without a ground. Phones cut a
 * maskable one, and iOS each.
 */
type Drawing = { name: string; size: number; part: number; corner: number | null; shape?: IconName }

const shortcut = (name: string, shape: IconName): Drawing => ({ name, shape, size: 96, part: 0.5, corner: 0.5 })

const icons: Drawing[] = [
  { name: '192', size: 192, part: 0.62, corner: 0.2 },
  { name: '512', size: 512, part: 0.62, corner: 0.2 },
  { name: 'maskable-192', size: 192, part: 0.5, corner: 0 },
  { name: 'maskable-512', size: 512, part: 0.5, corner: 0 },
  { name: '../apple-touch-icon', size: 180, part: 0.58, corner: 0 },
  { name: 'badge-96', size: 96, part: 0.9, corner: null },
  { name: 'monochrome-512', size: 512, part: 0.5, corner: null },
  shortcut('start', 'play'),
  shortcut('capture', 'plus'),
  shortcut('review', 'cards'),
  shortcut('statistics', 'stats'),
]

const [, brand = ''] = /<path d="([^"]+)"/.exec(await readFile(join(root, 'public/favicon.svg'), 'utf8')) ?? []

const drawn = ({ size, part, corner, shape }: Drawing) => {
  const width = size * part
  const at = (size - width) / 2
  const ground = corner === null ? '' : `<rect width="${size}" height="${size}" rx="${size * corner}" fill="#0b5a68"/>`
  const [path, fill] = shape ? [iconPaths[shape], filledIcons.includes(shape) ? '#fff' : 'none'] : [brand, '#fff']
  const look = `fill="${fill}" stroke="#fff" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${ground}
    <svg x="${at}" y="${at}" width="${width}" height="${width}" viewBox="0 0 16 16" ${look}><path d="${path}"/></svg></svg>`
}

const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
await mkdir(join(root, 'public/icons'), { recursive: true })
const page = await browser.newPage()
for (const icon of icons) {
  await page.setViewportSize({ width: icon.size, height: icon.size })
  await page.setContent(`<style>body{margin:0;background:none}svg{display:block}</style>${drawn(icon)}`)
  await writeFile(join(root, `public/icons/${icon.name}.png`), await page.screenshot({ omitBackground: true }))
}
await browser.close()
