/**
 * Builds what `npm run serve` and `npm start` run: the Workers, the files of the site with their headers, the migrations,
 * and serve.mjs, which starts workerd on them and needs Node and workerd alone.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, relative } from 'node:path'
import { build as bundle } from 'esbuild'
import { build as buildAssets, sourceHash } from '../build'
import { liveWorker } from '../live-worker'
import { compatibilityDate, forWorkerd, root } from '../settings'
import { buildWorker, publicFiles, site } from '../worker'
import type { Built } from './config'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** Rules of a `_headers` file of Cloudflare: a path, which may end in `*`, with its headers. */
const headerRules = (text: string) =>
  text
    .replace(/^#.*\n/gm, '')
    .split(/\n\s*\n/)
    .map((block) => block.trim().split(/\n\s*/))
    .map(([path = '', ...lines]) => ({ path, lines }))

const isIn = (path: string, pattern: string) =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern

/** Headers of a file by rules: later ones override, and `! Name` removes a header. @throws Error for an unknown file type */
const headersOf = (path: string, content: Uint8Array, rules: ReturnType<typeof headerRules>) => {
  const type = types[extname(path)]
  if (!type) throw new Error(`${path}: name its type in scripts/serve/build.ts`)
  const headers: Record<string, string> = { 'Content-Type': type }
  for (const line of rules.flatMap((rule) => (isIn(path, rule.path) ? rule.lines : []))) {
    const [, name = '', value = ''] = /^([\w-]+): (.*)$/.exec(line) ?? []
    if (line.startsWith('! ')) delete headers[line.slice(2)]
    else headers[name] = value
  }
  return { ...headers, ETag: `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"` }
}

const put = async (path: string, content: string | Uint8Array) => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

/** Writes the files of the site, and the headers of each. */
const writeSite = async (folder: string) => {
  const files = (await publicFiles()).map(({ path, content }) => ({ path: `/${relative(site, path)}`, content }))
  const contentOf = (name: string) => Buffer.from(files.find(({ path }) => path === name)?.content ?? '').toString()
  const rules = headerRules(contentOf('/_headers'))
  const headers: Record<string, Record<string, string>> = {}
  for (const { path, content } of files) {
    if (/^\/(_|assets\/\w+\.json$)/.test(path)) continue
    headers[path] = headersOf(path, content, rules)
    await put(join(folder, 'site', path), content)
  }
  await put(join(folder, 'files.json'), JSON.stringify(headers))
  return JSON.parse(contentOf('/_routes.json')).exclude as string[]
}

const writeWorkers = async (folder: string, options: { minify: boolean; development: boolean }) => {
  const outputs = await buildWorker({ ...options, server: true })
  for (const { path, content } of outputs) await put(join(folder, 'worker', basename(path)), content)
  const live = await liveWorker()
  await put(join(folder, 'live.js'), live.modules[0]?.contents ?? '')
  await bundle({
    entryPoints: ['front', 'stores'].map((name) => join(root, `workers/server/${name}.ts`)),
    outdir: folder,
    ...forWorkerd,
    external: ['cloudflare:*', 'node:*'],
    minify: options.minify,
  })
  const isIndex = (name: string) => Number(name === 'index.js')
  return outputs.map(({ path }) => basename(path)).sort((a, b) => isIndex(b) - isIndex(a))
}

/** Builds a folder, unless it is there from these sources. Returns it. */
export const buildServer = async ({ minify = process.env.MINIFY !== 'off', development = false } = {}) => {
  const folder = join(root, development ? 'dist-local' : 'dist-server')
  const stamp = join(folder, 'sources')
  const sources = `${await sourceHash()} ${minify}`
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === sources) return folder
  await rm(folder, { recursive: true, force: true })
  await buildAssets()
  const filePaths = await writeSite(folder)
  const modules = await writeWorkers(folder, { minify, development })
  const built: Built = { compatibilityDate: compatibilityDate ?? '', modules, filePaths }
  await put(join(folder, 'built.json'), JSON.stringify(built))
  await cp(join(root, 'migrations'), join(folder, 'migrations'), { recursive: true })
  await bundle({
    entryPoints: [join(root, 'scripts/serve/main.ts')],
    outfile: join(folder, 'main.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
  })
  await cp(join(root, 'scripts/serve/entry.mjs'), join(folder, 'serve.mjs'))
  await put(stamp, sources)
  return folder
}

if (import.meta.main) await buildServer()
