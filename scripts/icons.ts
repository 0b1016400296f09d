/** Draws the icons of the installed app from the shape of public/favicon.svg. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findBrowser } from './browser'
import { root } from './settings'

/** `part` is the width of the shape in its icon; `corner` that of the ground's corners. Phones cut a maskable one, and iOS each. */
const icons = [
  { name: '192', size: 192, part: 0.62, corner: 0.2 },
  { name: '512', size: 512, part: 0.62, corner: 0.2 },
  { name: 'maskable-192', size: 192, part: 0.5, corner: 0 },
  { name: 'maskable-512', size: 512, part: 0.5, corner: 0 },
  { name: '../apple-touch-icon', size: 180, part: 0.58, corner: 0 },
  { name: 'badge-96', size: 96, part: 0.9, corner: null },
]

const [, path] = /<path d="([^"]+)"/.exec(await readFile(join(root, 'public/favicon.svg'), 'utf8')) ?? []

const drawn = ({ size, part, corner }: (typeof icons)[number]) => {
  const width = size * part
  const at = (size - width) / 2
  const ground = corner === null ? '' : `<rect width="${size}" height="${size}" rx="${size * corner}" fill="#0b5a68"/>`
  const look = 'fill="#fff" stroke="#fff" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
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
