/**
 * Builds the browser's CSS and JavaScript into public/assets/, with a hash of the content in each file name, the
 * manifest that maps plain names to them, and the CSS as JSON, for the first page that a browser sees.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { promisify } from 'node:util'
import { build as bundle, type Format, transform } from 'esbuild'
import '../functions/areas'
import { features } from '../functions/lib/feature'
import { projectColors } from '../functions/lib/text/text'
import { filledIcons, iconNames, iconPaths } from '../views/ui/icon-paths'
import { buildCli } from './build-cli'

const root = fileURLToPath(new URL('..', import.meta.url))
const assets = join(root, 'public/assets')
const tailwind = join(
  dirname(createRequire(import.meta.url).resolve('@tailwindcss/cli/package.json')),
  'dist/index.mjs',
)

/** `name` is the plain name in the manifest. */
type Asset = { name: string; content: string }

/** A declaration that Tailwind adds for browsers without color-mix(), which lack light-dark() as well, and the one meant. */
const oldColour = /(?<=[;{])[\w-]+:[^;{}]*;@supports \(color: color-mix\(in lab,red,red\)\)\{([^{}]*)\}/g

/** Minifies with esbuild, because Tailwind's minifier rewrites light-dark() for old browsers, at twice the size. */
const css = async (name: string): Promise<Asset> => {
  const input = join(root, `views/styles/${name}`)
  const args = [tailwind, '--input', input, '--output', '-', '--cwd', root]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 })
  const { code } = await transform(stdout, { loader: 'css', minify: true })
  return { name, content: code.replace(oldColour, '$1;') }
}

/** Files of every page and of the outbox bar, which the service worker caches when it is installed. */
const shellFiles = [
  ...['app.css', 'more.css', 'app.js', 'i.svg', 'select.js', 'strip.js', 'countdown.js', 'offline.css'],
  ...['suggestions.js', 'shortcuts.js', 'lane-presses.js'],
]

/** Patterns of paths whose writes work offline, and of paths that match these but do not. */
const offlineWrites = () => {
  const said = features.flatMap(({ paths = {} }) => Object.entries(paths))
  const patterns = said.flatMap(([key, { worksOffline }]) =>
    worksOffline === undefined ? [] : [{ path: key.replace(/^POST /, '').replace(/:\w+/g, '[^/]+'), worksOffline }],
  )
  return {
    offline: patterns.filter(({ worksOffline }) => worksOffline),
    online: patterns.filter(({ worksOffline }) => !worksOffline),
  }
}

/** Pages that are cached in advance, and patterns of pages that are cached after a visit. */
const offlinePages = () => {
  const all = features.flatMap(({ offline }) => offline ?? [])
  const patterns = all.flatMap(({ visited = [] }) => visited)
  return {
    forms: all.flatMap(({ forms = [] }) => forms),
    ahead: all.flatMap(({ ahead = [] }) => ahead),
    visited: patterns.map((path) => path.replace(/:\w+/g, '(?!new$|import$)[^/?]+')),
  }
}

/** The service worker knows the files of its deployment. Its own name never changes, as browsers look for a new one there. */
const serviceWorker = async (manifest: Record<string, string>) => {
  const [paths, pages] = [offlineWrites(), offlinePages()]
  const files = shellFiles.map((name) => manifest[name])
  const result = await bundle({
    entryPoints: [join(root, 'client/service-worker.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    define: {
      shellFiles: JSON.stringify(files),
      // All others, which come after the first visit.
      laterFiles: JSON.stringify(Object.values(manifest).filter((path) => !files.includes(path))),
      appStyle: JSON.stringify(manifest['app.css']),
      offlinePaths: JSON.stringify(
        Object.fromEntries(paths.offline.map(({ path, worksOffline }) => [path, worksOffline])),
      ),
      onlinePaths: JSON.stringify(paths.online.map(({ path }) => path)),
      formPages: JSON.stringify(pages.forms),
      keptPages: JSON.stringify([...pages.forms, ...pages.ahead]),
      visitedPages: JSON.stringify(pages.visited),
      shellName: JSON.stringify(createHash('sha256').update(JSON.stringify(manifest)).digest('hex').slice(0, 8)),
    },
    write: false,
  })
  return result.outputFiles[0]?.text ?? ''
}

/** @param format `esm` of a script that another one imports, or that few pages need */
const script = async (path: string, format: Format, paths: Record<string, string> = {}): Promise<Asset> => {
  const name = basename(path)
  const result = await bundle({
    entryPoints: [join(root, `client/${path}.ts`)],
    bundle: true,
    minify: true,
    format,
    target: 'es2022',
    legalComments: 'none',
    write: false,
  })
  // As a definition, esbuild would look for the modules.
  const written = result.outputFiles[0]?.text ?? ''
  const content = Object.entries(paths).reduce((text, [known, path]) => text.replaceAll(known, path), written)
  return { name: `${name}.js`, content }
}

/** All icons in one picture, one below the other with half an icon's height between two. */
const icons = (): Asset => {
  const paths = iconNames.map(
    (name, n) =>
      `<path ${filledIcons.includes(name) ? 'fill="#000" ' : ''}transform="translate(0 ${24 * n})" d="${iconPaths[name]}"/>`,
  )
  const look = 'fill="none" stroke="#000" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
  const size = `width="16" height="${24 * iconNames.length}"`
  return { name: 'i.svg', content: `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${look}>${paths.join('')}</svg>` }
}

/** Shows in each icon its part of the picture. A position of 100 % is the picture without one icon's height. */
const iconStyle = (picture: Asset) => {
  const heights = 1.5 * iconNames.length
  const step = ((1.5 / (heights - 1)) * 100).toFixed(6)
  const mask = `url(/assets/${hashed(picture)}) 50% calc(var(--i)*${step}%)/auto ${heights * 100}% content-box`
  const atRest = `:is(.rows>li:not(:hover,:focus-within),.side,.needs) .act:not(:hover)>.i-play{--i:${iconNames.indexOf('start')}}`
  return [`.i{mask:${mask}}`, ...iconNames.map((name, n) => `.i-${name}{--i:${n}}`), atRest].join('')
}

const numbers = (count: number, step = 1) => Array.from({ length: count }, (_, n) => n * step)

/**
 * Classes that place blocks on a clock, because the content security policy forbids inline styles: hours and minutes of start
 * and length, and lanes.
 */
const clockStyle = () =>
  Object.entries({
    h: [0, ...numbers(30)],
    m: numbers(12, 5),
    d: numbers(25),
    e: numbers(12, 5),
    of: numbers(4),
    at: numbers(3),
  })
    // Most are 0 without a class.
    .flatMap(([name, [, ...values]]) => values.map((value) => `.${name}${value}{--${name}:${value}}`))
    .join('')

/** Classes that give an element and its content a project's colour. */
const projectStyle = () => projectColors.map((name) => `.hue-${name}{--project:var(--project-${name})}`).join('')

/** app.css → app-1a2b3c4d.css */
const hashed = ({ name, content }: Asset) =>
  name.replace(/\./, `-${createHash('sha256').update(content).digest('hex').slice(0, 8)}.`)

/** Leaves unchanged files alone, so that watchers see no change. */
const writeChanged = async (path: string, content: string) => {
  const before = existsSync(path) ? await readFile(path, 'utf8') : undefined
  if (before !== content) await writeFile(path, content)
}

/** True for a source file, whose change requires a new build. */
const isSource = (name: string) => /\.\w+$/.test(name) && !/^assets\/|^service-worker\.js$|\.test\.|testing/.test(name)

const sourcesIn = async (folder: string) =>
  (await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.wrangler'))
    .map(({ parentPath, name }) => relative(join(root, folder), join(parentPath, name)))
    .filter(isSource)
    .map((name) => join(folder, name))

/** Changes with each source. */
export const sourceHash = async () => {
  const hash = createHash('sha256')
  const inFolders = await Promise.all(
    ['client', 'functions', 'migrations', 'public', 'scripts', 'views', 'workers'].map(sourcesIn),
  )
  for (const path of [...inFolders.flat().sort(), 'package-lock.json', 'tailwind.config.ts', 'wrangler.toml']) {
    hash.update(`${path}\n`).update(await readFile(join(root, path)))
  }
  return hash.digest('hex').slice(0, 8)
}

/** `hash` is the one by which the content security policy allows the style. */
const inlineStyle = (style: Asset | undefined) => {
  const content = style?.content.trim() ?? ''
  return { content, hash: `sha256-${createHash('sha256').update(content).digest('base64')}` }
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

export const build = async () => {
  const modules = [
    'figures/chart',
    'notes/notes',
    'lists/row-dragging',
    'calendar/calendar',
    'calendar/lane-presses',
    'lists/select',
    'lists/row-selection',
    'lists/in-place',
    'lists/card-selection',
    'forms/browser-defaults',
    'forms/take-over',
    'forms/file-size',
    'forms/title-reading',
    'lists/roving-tabindex',
    'frame/filled-dialogs',
    'forms/chosen-words',
    'frame/copy-buttons',
    'forms/estimates',
    'frame/passkeys',
    'forms/evidence',
    'frame/print',
    'forms/date-picker',
    'forms/suggestions',
    'frame/shortcuts',
    'frame/sign-in-dialogs',
    'forms/times',
    'timesheet/timesheet',
    'forms/time-zone',
    'device/install',
    'timer/countdown',
    'timer/present',
    'device/push',
    'timer/idle',
  ].map((path) => script(path, 'esm'))
  const picture = icons()
  const [style, ...rest] = await Promise.all([
    css('app.css'),
    css('more.css'),
    css('print.css'),
    css('document.css'),
    css('dates.css'),
    css('lanes.css'),
    css('offline.css'),
    script('figures/stats', 'iife'),
    ...modules,
  ])
  const pathOf = (name: string, all: Asset[] = rest) => {
    const found = all.find((asset) => asset.name === name)
    return JSON.stringify(found && `/assets/${hashed(found)}`)
  }
  const strip = await script('offline/strip', 'esm', { offlineStyle: pathOf('offline.css') })
  const dates = await script('forms/dates', 'esm', { datePickerScript: pathOf('date-picker.js') })
  const app = await script('app', 'iife', {
    inPlaceScript: pathOf('in-place.js'),
    timeZoneScript: pathOf('time-zone.js'),
    suggestionsScript: pathOf('suggestions.js'),
    shortcutsScript: pathOf('shortcuts.js'),
    signInScript: pathOf('sign-in-dialogs.js'),
    stripScript: pathOf('strip.js', [strip]),
  })
  const built = [
    { ...style, content: style.content.trim() + iconStyle(picture) + clockStyle() + projectStyle() },
    ...rest,
    strip,
    dates,
    app,
    picture,
  ]
  await mkdir(assets, { recursive: true })
  for (const asset of built) await writeChanged(join(assets, hashed(asset)), asset.content)
  const manifest = Object.fromEntries(built.map((asset) => [asset.name, `/assets/${hashed(asset)}`]))
  await writeChanged(join(assets, 'manifest.json'), json(manifest))
  await writeChanged(join(root, 'public/service-worker.js'), await serviceWorker(manifest))
  await writeChanged(join(assets, 'style.json'), json(inlineStyle(built[0])))
  const kept = ['manifest.json', 'style.json', ...built.map(hashed)]
  for (const file of await readdir(assets))
    if (!kept.includes(file)) await rm(join(assets, file), { recursive: true, force: true })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await Promise.all([buildCli(), build()])
}
